import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sandpiper } from "../../e2e/support/run-sandpiper.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const EXAMPLES = fileURLToPath(new URL("../../../examples", import.meta.url));

/**
 * Builds a project for a target with the command line, into a folder that is gone when the process ends.
 * @param options more of the command line
 */
export async function buildForTarget(
  target: string,
  project = EXAMPLES,
  options: readonly string[] = [],
): Promise<string> {
  const out = join(temporaryFolder(), "artifact");
  const { code, stderr } = await sandpiper(["build", project, "--target", target, "--out", out, ...options]);
  assert.equal(code, 0, stderr);
  return out;
}

/** The examples for a target, in WasmEdge. */
export function buildWithWasmEdge(target: string): Promise<string> {
  return buildForTarget(target, EXAMPLES, ["--engine", "wasmedge"]);
}
