// Before `npm pack` of create-sandpiper: puts the reference functions and the SDK into its `dist/reference`, where an installed package looks
// for them. In a checkout they are read where they are, so that there is no second copy to keep equal.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readReferenceFiles } from "../packages/create-sandpiper/dist/reference-files.js";

const to = fileURLToPath(new URL("../packages/create-sandpiper/dist/reference", import.meta.url));
await rm(to, { recursive: true, force: true });
for (const [path, content] of await readReferenceFiles()) {
  const file = join(to, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
