import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** All files in a folder and below it, hidden ones too, by path relative to it with `/` between. */
export async function readFolder(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(relative(folder, file).split(sep).join("/"), await readFile(file));
  }
  return files;
}
