import { runProbe } from "./run-probe.ts";

/**
 * Loads a TensorFlow library in a process of its own, so that one that does not work costs only that.
 * @param koffi the folder whose `node_modules` has koffi
 * @returns its version
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` with what the linker said
 */
export function probeTensorflow(koffi: string, files: readonly string[]): Promise<string> {
  return runProbe("print-version", [koffi, ...files]);
}
