import type { Engine } from "@sandpiper/core";
import { createCommandLineEngine, createWasmEdgeEngine } from "@sandpiper/engine-wasmedge";
import { toCompileOptions } from "./compile-options.ts";
import type { EnginesOptions } from "./create-engines.ts";
import { findBestWasmEdge } from "./find-engine.ts";

/**
 * WasmEdge in process, else its command line where that is all there is.
 * @throws `E_ENGINE_UNAVAILABLE` with how to install it
 */
export async function createWasmEdge(
  { inference, onProgress, signal }: EnginesOptions,
  size: { readonly workers?: number; readonly spares?: number },
): Promise<Engine> {
  const common = { ...toCompileOptions(onProgress, signal), ...size };
  const { library, commandLine, why } = await findBestWasmEdge();
  if (library) return createWasmEdgeEngine({ installation: library, inference, ...common });
  const phase = `Starting wasmedge ${commandLine.version} for each call, which is slower: ${why}`;
  onProgress?.({ kind: "note", phase, elapsedMs: 0 });
  return createCommandLineEngine({ installation: commandLine, ...common });
}
