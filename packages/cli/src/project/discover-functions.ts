import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { SandpiperError, toFunctionName } from "@sandpiper/core";
import { isFunctionSource } from "../build/find-sources.ts";
import { displayPath } from "../output/display-path.ts";

/** A function that a folder holds by its files alone. */
export interface DiscoveredFunction {
  readonly name: string;
  /** Its folder, when that holds a source. */
  readonly source: string | null;
  /** Modules it may be served by: the newest that exists is. */
  readonly modules: readonly string[];
}

interface Find extends DiscoveredFunction {
  /** What a message about two of one name shows. */
  readonly place: string;
}

/**
 * Finds the functions of a folder: the folder itself if it is a crate, each folder of `functions/` that holds a source or a
 * module of its own name, and each `.wasm` file in the folder itself, in `functions/` and in `dist/`. What lies in `dist/`, or
 * beside a source, belongs to the function of that name.
 * @throws `E_CONFIG` when two have one name
 */
export async function discoverFunctions(root: string): Promise<DiscoveredFunction[]> {
  const functionsFolder = join(root, "functions");
  const distFolder = join(root, "dist");
  const finds: Find[] = [
    ...(await findFolders(functionsFolder)),
    ...(await findModules(functionsFolder)),
    ...(await findModules(root)),
  ];
  const rootName = toFunctionName(basename(root));
  if (rootName !== null && (await isFunctionSource(root))) addRoot(finds, root, rootName);
  const byName = new Map<string, Find>();
  for (const find of finds) {
    const other = byName.get(find.name);
    if (other) throw duplicateName(find.name, other.place, find.place);
    byName.set(find.name, find);
  }
  for (const built of await findModules(distFolder)) {
    const known = byName.get(built.name);
    if (known && known.source === null && known.modules.length > 0) {
      throw duplicateName(built.name, known.place, built.place);
    }
    byName.set(built.name, known ? { ...known, modules: [...built.modules, ...known.modules] } : built);
  }
  return [...byName.values()].map(({ name, source, modules }) => ({ name, source, modules }));
}

/** The folder is a crate itself: a module in it with its name is what the crate was built to. */
function addRoot(finds: Find[], root: string, name: string): void {
  const built = join(root, `${name}.wasm`);
  const at = finds.findIndex(({ place }) => place === built);
  if (at !== -1) finds.splice(at, 1);
  finds.push({ name, source: root, modules: at === -1 ? [] : [built], place: root });
}

async function findFolders(functionsFolder: string): Promise<Find[]> {
  const finds: Find[] = [];
  for (const entry of await entries(functionsFolder)) {
    if (entry.isFile() || entry.name.startsWith(".")) continue;
    const place = join(functionsFolder, entry.name);
    const name = toFunctionName(entry.name);
    if (name === null) continue;
    const source = (await isFunctionSource(place)) ? place : null;
    const modules = (await entries(place)).map((file) => file.name).filter((file) => file === `${entry.name}.wasm`);
    if (source === null && modules.length === 0) continue;
    finds.push({ name, source, modules: modules.map((file) => join(place, file)), place });
  }
  return finds;
}

async function findModules(folder: string): Promise<Find[]> {
  const finds: Find[] = [];
  for (const entry of await entries(folder)) {
    if (entry.isDirectory() || entry.name.startsWith(".") || !entry.name.endsWith(".wasm")) continue;
    const name = toFunctionName(basename(entry.name, ".wasm"));
    const place = join(folder, entry.name);
    if (name !== null) finds.push({ name, source: null, modules: [place], place });
  }
  return finds;
}

async function entries(folder: string) {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

function duplicateName(name: string, one: string, other: string): SandpiperError {
  return new SandpiperError(
    "E_CONFIG",
    `two functions are named "${name}": ${displayPath(one)} and ${displayPath(other)}`,
    { hint: "Rename one of the files, or move it out of the project." },
  );
}
