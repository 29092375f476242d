import type { z } from "zod";
import {
  configSchema,
  directorySchema,
  functionSchema,
  inferenceSchema,
  modelSchema,
} from "../../packages/cli/src/config/schema.ts";

const CONFIG_EXAMPLE = [
  'import { defineConfig } from "sandpiper";',
  "",
  "export default defineConfig({",
  "  functions: {",
  '    grayscale: { source: "./functions/image-grayscale", route: "POST /grayscale", memory: "64MiB", timeout: "5s" },',
  '    lookup: { wasm: "./lookup.wasm", abi: "cgi", dirs: [{ host: "./data", guest: "/data", readOnly: true }] },',
  '    classify: { source: "./functions/classify", models: { birds: "./models/birds.tflite" } },',
  "  },",
  '  static: "./web",',
  "});",
].join("\n");

/** `docs/reference/config.md`, from the schema that checks settings. */
export function renderConfig(): string {
  return `# Settings

A project may have one settings file in its folder: \`sandpiper.config.ts\`, \`.js\`, \`.mjs\`, \`.json\` or \`.toml\`.

\`\`\`ts
${CONFIG_EXAMPLE}
\`\`\`

Paths are relative to the file. Sizes and durations are written with their unit in quotes: \`"512KiB"\`, \`"64MiB"\`,
\`"1GiB"\` (\`kB\`, \`MB\`, \`GB\` count by thousands), \`"500ms"\`, \`"5s"\`, \`"2m"\`, \`"1h"\`. What is not in the tables below is
refused, with the key's path.

## The project

${table(configSchema)}

### Inference

Under \`inference\`; see [inference](inference.md):

${table(inferenceSchema)}

## A function

Under \`functions\`, by name: lower-case letters, digits and dashes.

${table(functionSchema)}

A route is a path, with or without methods before it: \`/gray\`, \`POST /gray\`, \`GET,POST /gray\`. A function answers at its
route and below it; what is below reaches a \`cgi\` function as \`PATH_INFO\`. Of several the longest path wins. Taking
\`GET\` is taking \`HEAD\`. Paths under \`/_sandpiper\` are Sandpiper's own.

### A folder it may use

In the list \`dirs\`:

${table(directorySchema)}

### A model it finds by name

In \`models\`, by name: a path, or an object.

${table(modelSchema)}

## Without settings

A folder needs no settings. Functions are

- every folder \`functions/<name>/\` that holds a source (a Cargo crate with a program) or a \`<name>.wasm\`,
- every \`.wasm\` file in the folder itself, in \`functions/\` and in \`dist/\`,
- the folder itself, when it is a Cargo crate with a program.

\`sandpiper build\` writes \`dist/<name>.wasm\`. Of that and a module committed beside the source the newer is served. The
settings refine what is found; a source or module that they name is not served under its file's name too. Two functions
with one name, or at one route for one method, are refused.
`;
}

function table(schema: z.ZodObject): string {
  const rows = Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).map(
    ([key, type]) => `| \`${key}\` | ${toType(type)} | ${type.description ?? ""} |`,
  );
  return ["| key | type | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

type Definition = z.core.$ZodTypes["_zod"]["def"];

/** What may be written there, in a word. */
function toType(type: z.ZodType): string {
  const definition = type._zod.def as Definition;
  switch (definition.type) {
    case "optional":
      return toType(definition.innerType as z.ZodType);
    case "pipe":
      return toType(definition.in as z.ZodType);
    case "enum":
      return Object.values(definition.entries)
        .map((value) => `\`"${value}"\``)
        .join(" or ");
    case "union":
      return definition.options.map((option) => toType(option as z.ZodType)).join(" or ");
    case "record": {
      const value = toType(definition.valueType as z.ZodType);
      return `${value.replace(/^(\w+)( or (\w+))?$/, (_, one, more, two) => (more ? `${one}s or ${two}s` : `${one}s`))} by name`;
    }
    case "object":
      return "object";
    case "array":
      return "list";
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "`true` or `false`";
    default:
      throw new Error(`no word for the type ${definition.type}`);
  }
}
