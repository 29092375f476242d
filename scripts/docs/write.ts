// `npm run docs`: writes what is made from the code, the reference pages and the schema of the settings.
import { writeFile } from "node:fs/promises";
import { toJsonSchema } from "./json-schema.ts";
import { referencePages } from "./reference-pages.ts";

const schema = `${JSON.stringify(toJsonSchema(), null, 2)}\n`;
const pages = { ...(await referencePages()), "packages/cli/config.schema.json": schema };
for (const [path, text] of Object.entries(pages)) {
  await writeFile(new URL(`../../${path}`, import.meta.url), text);
  process.stdout.write(`${path}\n`);
}
