import assert from "node:assert/strict";
import { sandpiper } from "./run-sandpiper.ts";

/**
 * Installs a backend into the cache that users have, so that it is fetched once on a machine. What keeps it from that is a reason to skip.
 * @param backend `tensorflow`, `onnx`
 * @returns null when it is there
 */
export async function installBackend(backend: string): Promise<string | null> {
  const { code, stderr } = await sandpiper(["nn", "install", backend, "--json"]);
  if (code === 0) return null;
  const error = stderr.split("\n").find((line) => line.startsWith('{"error"')) ?? "";
  // Only the network's absence is an excuse; a wrong digest or a library that does not load is a failure.
  assert.match(error, /did not fetch|there is no (pip|npm) here|there is no .* for /, stderr);
  return stderr.trim();
}
