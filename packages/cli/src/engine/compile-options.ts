import { type CompileOptions, defaultAotFolder } from "@sandpiper/engine-wasmedge";
import { inPhase, type Progress } from "../toolchain/progress.ts";

/** What takes less is not told of: a program's standard error is its own. */
const SILENT_MS = 1500;

/** How modules are compiled for WasmEdge: with progress, since a large one takes half a minute, once. */
export function toCompileOptions(onProgress: Progress | undefined, signal?: AbortSignal): CompileOptions {
  return {
    aot: true,
    cacheFolder: defaultAotFolder(),
    signal,
    async whileCompiling(name, work) {
      const working = work();
      if (await endsWithin(working, SILENT_MS)) return working;
      return inPhase(onProgress, `Compiling ${name} for WasmEdge, once`, () => working);
    },
  };
}

/** Whether it is settled by then, well or not. */
async function endsWithin(working: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const ended = working.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([ended, late]);
  clearTimeout(timer);
  return inTime;
}
