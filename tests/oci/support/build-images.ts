import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sandpiper } from "../../e2e/support/run-sandpiper.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const EXAMPLES = at("../../../examples");
export const PICTURE = at("../../models/samples/k-colours-wide.png");

export interface BuiltImages {
  readonly out: string;
  readonly images: readonly { name: string; digest: string; reference: string | null; bytes: number }[];
}

/** Builds images with the command line, into a folder that is gone when the process ends. */
export async function buildImages(args: readonly string[], project = EXAMPLES): Promise<BuiltImages> {
  const out = join(temporaryFolder(), "images");
  const { code, stdout, stderr } = await sandpiper(["build", project, ...args, "--out", out, "--json"]);
  assert.equal(code, 0, stderr);
  return { out, images: JSON.parse(stdout.toString()).images };
}

/** The answer of an example to some input, as `sandpiper run` gives it. */
export async function expectedOf(name: string, input: Uint8Array | string): Promise<Buffer> {
  const { code, stdout, stderr } = await sandpiper(["run", `${EXAMPLES}/functions/${name}/${name}.wasm`], { input });
  assert.equal(code, 0, stderr);
  return stdout;
}
