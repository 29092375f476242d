import type { LoadOptions } from "@sandpiper/core";
import { SandpiperError } from "@sandpiper/core";
import { type EngineOffers, loadModule } from "@sandpiper/engine";
import { AotCache } from "./aot/aot-cache.ts";
import { compileInHost } from "./aot/compile-in-host.ts";
import type { WasmEdgeInstallation } from "./find/installation.ts";
import type { NativeModule } from "./library/native-module.ts";

export interface CompileOptions {
  /** Compile modules ahead of time. Without, they are interpreted, which starts at once and runs some hundred times slower. */
  readonly aot: boolean;
  /** Where native code is kept. */
  readonly cacheFolder: string;
  /** Is given the work that takes seconds, to show how it goes. */
  readonly whileCompiling?: ((name: string, work: () => Promise<void>) => Promise<void>) | undefined;
}

/**
 * Checks a module and has its native code ready.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG`
 */
export async function loadNative(
  installation: WasmEdgeInstallation,
  module: Uint8Array | WebAssembly.Module,
  options: LoadOptions,
  offers: EngineOffers,
  { aot, cacheFolder, whileCompiling = (_name, work) => work() }: CompileOptions,
): Promise<{ readonly sha256: string; readonly module: NativeModule }> {
  const { sha256, settings, prepared } = await loadModule(module, options, offers);
  if (prepared === null) {
    throw new SandpiperError(
      "E_MODULE_INVALID",
      `${settings.name} came compiled for V8, and WasmEdge compiles itself`,
      {
        hint: "Give the module's bytes.",
      },
    );
  }
  const { bytes } = prepared;
  const { name } = settings;
  if (!aot) {
    await compileInHost(installation, { name, bytes, entry: null });
    return { sha256, module: { ...settings, code: { kind: "interpreted", bytes } } };
  }
  const { entry, whole } = new AotCache(cacheFolder, installation).find(bytes);
  if (!whole) await whileCompiling(name, () => compileInHost(installation, { name, bytes, entry }));
  return { sha256, module: { ...settings, code: { kind: "compiled", path: entry.path } } };
}
