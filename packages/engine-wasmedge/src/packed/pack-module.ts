import { readFile } from "node:fs/promises";
import type { LoadOptions } from "@sandpiper/core";
import { HOST_MODULES } from "@sandpiper/nn";
import { toHostCompiler } from "../aot/compile-in-host.ts";
import type { WasmEdgeInstallation } from "../find/installation.ts";
import { type CompileOptions, loadNative } from "../load-native.ts";
import type { PackedModule } from "./packed-module.ts";

/**
 * Does all that loading a module does when an artifact is made: checks it, and compiles it for every processor of this machine's kind.
 * What comes out is for a `PackedEngine`, with the same limits.
 * @returns what is known of it, and its native code
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG`
 */
export async function packModule(
  installation: WasmEdgeInstallation,
  bytes: Uint8Array,
  options: LoadOptions,
  compile: Omit<CompileOptions, "aot" | "generic">,
): Promise<{ readonly module: PackedModule; readonly code: Uint8Array }> {
  const offers = { hostFolders: false, inference: HOST_MODULES };
  const generic = { ...compile, aot: true, generic: true };
  const { sha256, module } = await loadNative(toHostCompiler(installation), bytes, options, offers, generic);
  const { memory, growRefusedGlobal, hostModules, code } = module;
  if (code.kind !== "compiled") throw new Error("what is compiled ahead of time has native code");
  return { module: { sha256, memory, growRefusedGlobal, hostModules }, code: await readFile(code.path) };
}
