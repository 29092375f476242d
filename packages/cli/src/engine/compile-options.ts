import { type CompileOptions, defaultAotFolder } from "@sandpiper/engine-wasmedge";
import { inPhase, type Progress } from "../toolchain/progress.ts";

/** How modules are compiled for WasmEdge: with progress, since a large one takes half a minute, once. */
export function toCompileOptions(onProgress: Progress | undefined): CompileOptions {
  return {
    aot: true,
    cacheFolder: defaultAotFolder(),
    whileCompiling: (name, work) => inPhase(onProgress, `Compiling ${name} for WasmEdge, once`, () => work()),
  };
}
