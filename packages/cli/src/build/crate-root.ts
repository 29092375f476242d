import { access, readFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { parse } from "smol-toml";

type Table = { readonly [key: string]: unknown };

/**
 * The smallest folder that holds all a crate is built from: the crate, the workspace it belongs to, its path dependencies and
 * theirs, and `also`. Absolute.
 */
export async function findCrateRoot(crate: string, also?: string): Promise<string> {
  const folders = new Set<string>();
  if (also !== undefined) folders.add(resolve(also));
  await collect(resolve(crate), folders);
  return [...folders].reduce(commonFolder);
}

async function collect(crate: string, folders: Set<string>): Promise<void> {
  if (folders.has(crate)) return;
  folders.add(crate);
  const manifest = await readManifest(crate);
  if (manifest === null) return;
  const workspace = "workspace" in manifest ? null : await workspaceAbove(crate, manifest);
  if (workspace !== null) await collect(workspace, folders);
  for (const path of dependencyPaths(manifest)) await collect(resolve(crate, path), folders);
}

/** The folder of the workspace above a crate. Whether it counts the crate in is for cargo to say. */
async function workspaceAbove(crate: string, manifest: Table): Promise<string | null> {
  const named = toTable(manifest.package).workspace;
  if (typeof named === "string") return resolve(crate, named);
  for (let folder = dirname(crate); folder !== dirname(folder); folder = dirname(folder)) {
    const above = await readManifest(folder);
    if (above && "workspace" in above) return folder;
  }
  return null;
}

/** Every `path` of a dependency, in whatever table cargo takes dependencies from. */
function dependencyPaths(manifest: Table): string[] {
  const tables: Table[] = [];
  const addTables = (of: Table) => {
    for (const key of ["dependencies", "dev-dependencies", "build-dependencies"]) tables.push(toTable(of[key]));
  };
  addTables(manifest);
  addTables(toTable(manifest.workspace));
  for (const target of Object.values(toTable(manifest.target))) addTables(toTable(target));
  for (const patch of Object.values(toTable(manifest.patch))) tables.push(toTable(patch));
  return tables
    .flatMap((table) => Object.values(table).map((dependency) => toTable(dependency).path))
    .filter((path) => typeof path === "string");
}

function toTable(value: unknown): Table {
  return typeof value === "object" && value !== null ? (value as Table) : {};
}

/** The parsed `Cargo.toml` of a folder, or null when there is none or it does not parse: cargo says it better. */
export async function readManifest(folder: string): Promise<Table | null> {
  try {
    return parse(await readFile(join(folder, "Cargo.toml"), "utf8"));
  } catch {
    return null;
  }
}

export async function hasManifest(folder: string): Promise<boolean> {
  return access(join(folder, "Cargo.toml")).then(
    () => true,
    () => false,
  );
}

function commonFolder(one: string, other: string): string {
  let folder = one;
  while (folder !== other && !other.startsWith(folder.endsWith(sep) ? folder : folder + sep)) folder = dirname(folder);
  return folder;
}
