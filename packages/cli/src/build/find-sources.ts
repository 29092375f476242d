import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { hasManifest, readManifest } from "./crate-root.ts";

/** A folder that builds into a function. */
export interface FunctionSource {
  /** The folder's name. */
  readonly name: string;
  /** The crate's folder, absolute. */
  readonly path: string;
}

/**
 * The function sources of a project: `dir` itself when it is a Cargo crate with a program, else every such crate among
 * `functions/*`, by name. A crate without a program, or a folder without `Cargo.toml`, is none.
 */
export async function findSources(dir: string): Promise<FunctionSource[]> {
  const root = resolve(dir);
  if (await isFunctionSource(root)) return [{ name: basename(root), path: root }];
  const sources: FunctionSource[] = [];
  for (const name of (await list(join(root, "functions"))).sort()) {
    const path = join(root, "functions", name);
    if (!name.startsWith(".") && (await isFunctionSource(path))) sources.push({ name, path });
  }
  return sources;
}

/**
 * Whether a folder is a Cargo crate with a program in it: `[[bin]]`, or found by cargo's conventions. A `Cargo.toml` that
 * does not parse counts, so that building it says what is wrong with it.
 */
export async function isFunctionSource(folder: string): Promise<boolean> {
  if (!(await hasManifest(folder))) return false;
  const manifest = await readManifest(folder);
  if (manifest === null) return true;
  if (!("package" in manifest)) return false;
  if ("bin" in manifest) return true;
  return (await list(join(folder, "src"))).some((name) => name === "main.rs" || name === "bin");
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
