import type { Engine } from "@sandpiper/core";
import { createCommandLineEngine, createWasmEdgeEngine, findCommandLine } from "@sandpiper/engine-wasmedge";
import { debianRootPath } from "../toolchain/debian-root.ts";
import { toCompileOptions } from "./compile-options.ts";
import type { EnginesOptions } from "./create-engines.ts";
import { findMachineWasmEdge } from "./find-engine.ts";

/**
 * WasmEdge in process, else its command line where that is all there is.
 * @throws `E_ENGINE_UNAVAILABLE` with how to install it
 */
export async function createWasmEdge(
  { inference, onProgress }: EnginesOptions,
  size: { readonly workers?: number; readonly spares?: number },
): Promise<Engine> {
  const common = { ...toCompileOptions(onProgress), ...size };
  try {
    return createWasmEdgeEngine({ installation: await findMachineWasmEdge(), inference, ...common });
  } catch (error) {
    const installation = await findCommandLine({ roots: [debianRootPath()] });
    if (installation === null) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const phase = `Starting wasmedge ${installation.version} for each call, which is slower: ${why}`;
    onProgress?.({ kind: "note", phase, elapsedMs: 0 });
    return createCommandLineEngine({ installation, ...common });
  }
}
