import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { listFiles } from "../output/list-files.ts";

/** Digests of files by path, with what the file was like then: a project is read again at each change, its models seldom change. */
const digests = new Map<string, { readonly stamp: string; readonly sha256: string }>();

/** The hex SHA-256 of a file. */
export async function hashFile(path: string, { mtimeMs, size, ino }: Stats): Promise<string> {
  const stamp = `${mtimeMs} ${size} ${ino}`;
  const known = digests.get(path);
  if (known?.stamp === stamp) return known.sha256;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const sha256 = hash.digest("hex");
  digests.set(path, { stamp, sha256 });
  return sha256;
}

/** The hex SHA-256 of a list of a folder's files, by path, with theirs. */
export async function hashFolder(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await listFiles(folder))
    hash.update(`${relative(folder, path)}\0${await hashFile(path, await stat(path))}\n`);
  return hash.digest("hex");
}
