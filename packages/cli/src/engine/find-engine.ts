import {
  type CommandLineInstallation,
  findCommandLine,
  findWasmEdge,
  type WasmEdgeInstallation,
} from "@sandpiper/engine-wasmedge";
import { debianRootPath } from "../toolchain/debian-root.ts";

export type BestWasmEdge =
  | { readonly library: WasmEdgeInstallation; readonly commandLine: null; readonly why: null }
  /** Only its command line can be used; `why` says in words why not the library. */
  | { readonly library: null; readonly commandLine: CommandLineInstallation; readonly why: string };

/**
 * The WasmEdge of this machine, in process if it can be; that of the Debian root in the cache, where there is one, comes last.
 * @throws `E_ENGINE_UNAVAILABLE` with how to install it
 */
export async function findBestWasmEdge(): Promise<BestWasmEdge> {
  const options = { roots: [debianRootPath()] };
  try {
    return { library: await findWasmEdge(options), commandLine: null, why: null };
  } catch (error) {
    const commandLine = await findCommandLine(options);
    if (commandLine === null) throw error;
    return { library: null, commandLine, why: error instanceof Error ? error.message : String(error) };
  }
}
