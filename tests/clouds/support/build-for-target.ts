import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sandpiper } from "../../e2e/support/run-sandpiper.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const EXAMPLES = fileURLToPath(new URL("../../../examples", import.meta.url));

/** Builds a project for a target with the command line, into a folder that is gone when the process ends. */
export async function buildForTarget(target: string, project = EXAMPLES): Promise<string> {
  const out = join(temporaryFolder(), "artifact");
  const { code, stderr } = await sandpiper(["build", project, "--target", target, "--out", out]);
  assert.equal(code, 0, stderr);
  return out;
}
