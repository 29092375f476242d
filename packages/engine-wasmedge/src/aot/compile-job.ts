import { closeSync, openSync } from "node:fs";
import type { EnginePlace } from "../host/engine-place.ts";
import { libc } from "../library/native.ts";
import { isOk, toModuleError } from "../library/result-error.ts";
import { type AotEntry, isWhole, keepEntry, removePartials, toPartial } from "./aot-entry.ts";
import { AOT_OPTIONS } from "./aot-options.ts";

/** What a host process is to compile. */
export interface CompileJob {
  readonly name: string;
  /** A module, prepared. */
  readonly bytes: Uint8Array;
  /** Where the native code goes; null only checks the module. */
  readonly entry: AotEntry | null;
  /** For every processor of this kind. */
  readonly generic: boolean;
}

/** Of `flock`: alone, and wait for it. */
const LOCK_EX = 2;

/**
 * Compiles a module into the cache, unless another process has meanwhile.
 * @throws `E_MODULE_INVALID`
 */
export function compile(place: EnginePlace, { name, bytes, entry, generic }: CompileJob): void {
  place.validate(bytes, name);
  if (entry === null) return;
  const lock = openSync(`${entry.path}.lock`, "a");
  // The kernel gives it back however this process ends.
  libc.func("int flock(int, int)")(lock, LOCK_EX);
  try {
    if (isWhole(entry)) return;
    removePartials(entry);
    const { library, configure } = place;
    library.ConfigureCompilerSetOptimizationLevel(configure, AOT_OPTIONS.optimizationLevel);
    library.ConfigureCompilerSetOutputFormat(configure, AOT_OPTIONS.outputFormat);
    library.ConfigureCompilerSetGenericBinary(configure, generic);
    const compiler = library.CompilerCreate(configure);
    const partial = toPartial(entry);
    const result = library.CompilerCompileFromBuffer(compiler, bytes, BigInt(bytes.length), partial);
    if (!isOk(result)) throw toModuleError(library, result, name);
    keepEntry(entry, partial);
  } finally {
    closeSync(lock);
  }
}
