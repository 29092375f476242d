import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { pipeline } from "node:stream/promises";

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
