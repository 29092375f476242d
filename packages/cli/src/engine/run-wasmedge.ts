import type { CommandExit, CommandOptions } from "@sandpiper/engine-v8";
import { runByCommandLine, runWasmEdgeCommand } from "@sandpiper/engine-wasmedge";
import type { Progress } from "../toolchain/progress.ts";
import { toCompileOptions } from "./compile-options.ts";
import { findBestWasmEdge } from "./find-engine.ts";

/**
 * Runs a command in WasmEdge with this process's standard streams.
 * @throws `E_ENGINE_UNAVAILABLE` with how to install it, and what `runWasmEdgeCommand` throws
 */
export async function runWasmEdge(
  command: CommandOptions & { readonly name: string },
  onProgress: Progress,
): Promise<CommandExit> {
  const compile = toCompileOptions(onProgress);
  const { library, commandLine } = await findBestWasmEdge();
  if (library) return runWasmEdgeCommand({ ...command, installation: library, compile });
  return runByCommandLine({ ...command, installation: commandLine, compile });
}
