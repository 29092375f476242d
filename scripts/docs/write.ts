// `npm run docs`: writes the reference pages that are made from the code.
import { writeFile } from "node:fs/promises";
import { referencePages } from "./reference-pages.ts";

for (const [path, text] of Object.entries(await referencePages())) {
  await writeFile(new URL(`../../${path}`, import.meta.url), text);
  process.stdout.write(`${path}\n`);
}
