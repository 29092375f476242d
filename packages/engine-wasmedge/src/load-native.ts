import { join } from "node:path";
import { type LoadOptions, SandpiperError } from "@sandpiper/core";
import { type EngineOffers, loadModule } from "@sandpiper/engine";
import { cacheFolder } from "@sandpiper/nn/install";
import { AotCache } from "./aot/aot-cache.ts";
import type { CompileJob } from "./aot/compile-job.ts";
import type { NativeModule } from "./library/native-module.ts";

export interface CompileOptions {
  /** Compile modules ahead of time. Without, they are interpreted, which starts at once and runs some hundred times slower. */
  readonly aot: boolean;
  /** Where native code is kept. */
  readonly cacheFolder: string;
  /** Compile for every processor of this machine's kind, to run elsewhere; left out, for this machine's own. */
  readonly generic?: boolean;
  /** Is given the work that takes seconds, to show how it goes. */
  readonly whileCompiling?: ((name: string, work: () => Promise<void>) => Promise<void>) | undefined;
  /** Stops what is being compiled, which then fails with `E_CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
}

/** What makes native code. */
export interface Compiler {
  /** Of WasmEdge. */
  readonly version: string;
  /** A module as it was rewritten to keep within its limits, or as it came. */
  readonly takes: "prepared" | "original";
  /** @throws `E_MODULE_INVALID`, `E_CANCELLED`; `E_INTERNAL` when it crashes */
  compile(job: CompileJob, signal: AbortSignal | undefined): Promise<void>;
}

/** Where native code is kept if nobody says otherwise. */
export function defaultAotFolder(): string {
  return join(cacheFolder(), "wasmedge-aot");
}

export function defaultCompileOptions(): CompileOptions {
  return { aot: true, cacheFolder: defaultAotFolder() };
}

/**
 * Checks a module and has its native code ready.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG`, `E_CANCELLED`
 */
export async function loadNative(
  compiler: Compiler,
  module: Uint8Array | WebAssembly.Module,
  options: LoadOptions,
  offers: EngineOffers,
  { aot, cacheFolder, generic = false, signal, whileCompiling = (_name, work) => work() }: CompileOptions,
): Promise<{ readonly sha256: string; readonly module: NativeModule }> {
  const { sha256, settings, prepared } = await loadModule(module, options, offers);
  const { name } = settings;
  if (prepared === null || module instanceof WebAssembly.Module) {
    throw new SandpiperError("E_MODULE_INVALID", `${name} came compiled for V8, and WasmEdge compiles itself`, {
      hint: "Give the module's bytes.",
    });
  }
  const bytes = compiler.takes === "prepared" ? prepared.bytes : module;
  if (!aot) {
    await compiler.compile({ name, bytes, entry: null, generic }, signal);
    return { sha256, module: { ...settings, code: { kind: "interpreted", bytes } } };
  }
  const { entry, whole } = new AotCache(cacheFolder, compiler.version, generic).find(bytes);
  if (!whole) await whileCompiling(name, () => compiler.compile({ name, bytes, entry, generic }, signal));
  return { sha256, module: { ...settings, code: { kind: "compiled", path: entry.path } } };
}
