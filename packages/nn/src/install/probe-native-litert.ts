import { runProbe } from "./run-probe.ts";

/**
 * Loads LiteRT's native library, in a process of its own, so that one that does not work costs only that.
 * @param koffi the folder whose `node_modules` has koffi
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` with what went wrong
 */
export async function probeNativeLitert(koffi: string, library: string): Promise<void> {
  await runProbe("load-litert", [koffi, library]);
}
