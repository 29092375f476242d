import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** The files of an artifact, by path with `/` between, relative to it. */
export async function listArtifact(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
