import { extname, join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { readFolder } from "./read-folder.ts";
import { TEMPLATES_FOLDER } from "./templates.ts";

/** npm leaves a `.gitignore` out of packages, so templates have it under another name. */
const RENAMED: Readonly<Record<string, string>> = { _gitignore: ".gitignore" };
/** Of these each layer has a part; of every other file the last layer's is taken. */
const MERGED: ReadonlySet<string> = new Set(["package.json", "sandpiper.config.json"]);
/** The same, one part after the other. */
const APPENDED: ReadonlySet<string> = new Set([".gitignore"]);
/** Where a layer has texts for places in files of others: `{{>deploy.md}}`. */
const PARTS = "parts/";
const WITH_PLACEHOLDERS: ReadonlySet<string> = new Set([".html", ".json", ".md", ".toml", ".tsx", ".yml"]);
/** Not `{{ so }}`, which is a workflow's own. */
const PLACEHOLDER = /\{\{([a-z]+)\}\}/g;
const PART = /^\{\{>([a-z.-]+)\}\}\n/gm;

/**
 * The files of a project, by path in it, of the layers that it is made of.
 * @param layers folders of `templates/`
 * @param values what stands for `{{name}}` and the like
 */
export async function composeTemplate(
  layers: readonly string[],
  values: Readonly<Record<string, string>>,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const parts = new Map<string, string>();
  for (const layer of layers) {
    for (const [path, content] of await readLayer(join(TEMPLATES_FOLDER, layer))) {
      if (path.startsWith(PARTS)) parts.set(path.slice(PARTS.length), String(content));
      else if (MERGED.has(path)) files.set(path, mergeJson(files.get(path), content));
      else files.set(path, APPENDED.has(path) ? String(files.get(path) ?? "") + String(content) : content);
    }
  }
  const fill = (text: string) => text.replace(PLACEHOLDER, (found, name) => values[name] ?? unknown(found));
  for (const [path, content] of files) {
    if (!WITH_PLACEHOLDERS.has(extname(path))) continue;
    // A part that no layer has leaves nothing behind.
    files.set(path, fill(String(content).replace(PART, (_found, name) => parts.get(name) ?? "")));
  }
  return files;
}

async function readLayer(folder: string): Promise<Map<string, Buffer>> {
  const files = await readFolder(folder);
  return new Map([...files].map(([path, content]) => [RENAMED[path] ?? path, content]));
}

type Json = Readonly<Record<string, unknown>>;

function mergeJson(before: string | Uint8Array | undefined, after: Uint8Array): string {
  const merged = merge(before === undefined ? {} : JSON.parse(String(before)), JSON.parse(String(after)));
  return `${JSON.stringify(merged, null, 2)}\n`;
}

/** Dependencies are in the order of their names, as npm keeps them; everything else as it comes. */
function merge(before: Json, after: Json): Json {
  const merged: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) {
    const other = merged[key];
    merged[key] = isObject(value) && isObject(other) ? merge(other, value) : value;
  }
  for (const key of ["dependencies", "devDependencies"]) {
    const value = merged[key];
    if (isObject(value)) merged[key] = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return merged;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function unknown(placeholder: string): never {
  throw new SandpiperError("E_INTERNAL", `a template has the unknown placeholder ${placeholder}`);
}
