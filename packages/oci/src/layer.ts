import { gzipSync } from "fflate";
import { packTar } from "modern-tar";
import { type Blob, createBlob, toDigest } from "./blob.ts";
import { MEDIA_TYPES } from "./media-types.ts";

/** What a path of a layer is. Modes are as in `chmod`. */
export type LayerEntry =
  | { readonly content: Uint8Array | string; readonly mode?: number }
  | { readonly link: string }
  | { readonly folder: true; readonly mode?: number };

/** Part of an image's file system: a packed tar. */
export interface Layer extends Blob {
  /** Digest of the tar before it was packed. */
  readonly diffId: string;
  /** What it brings, for `docker history`. */
  readonly title: string;
}

/** The moment that all files carry: none of them tells when it was written. */
const MTIME = new Date(0);

/**
 * Packs files into a layer. The same files give the same bytes: they are sorted, belong to root and carry no time.
 * @param entries by absolute path, with `/` between; the folders above them are made
 */
export async function createLayer(title: string, entries: ReadonlyMap<string, LayerEntry>): Promise<Layer> {
  const all = new Map<string, LayerEntry>(entries);
  for (const path of entries.keys())
    for (const folder of foldersAbove(path)) if (!all.has(folder)) all.set(folder, { folder: true });
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  const tar = await packTar(sorted.map(([path, entry]) => toTarEntry(path, entry)));
  // Not zlib's, whose output depends on the processor.
  const content = gzipSync(tar, { mtime: 0 });
  return { ...createBlob(MEDIA_TYPES.layer, content), diffId: toDigest(tar), title };
}

function toTarEntry(path: string, entry: LayerEntry): Parameters<typeof packTar>[0][number] {
  const owner = { uid: 0, gid: 0, uname: "", gname: "", mtime: MTIME };
  const name = path.slice(1);
  if ("folder" in entry) {
    return { header: { ...owner, name: `${name}/`, type: "directory", mode: entry.mode ?? 0o755, size: 0 } };
  }
  if ("link" in entry) {
    return { header: { ...owner, name, type: "symlink", mode: 0o777, linkname: entry.link, size: 0 } };
  }
  const body = typeof entry.content === "string" ? Buffer.from(entry.content) : entry.content;
  return { header: { ...owner, name, type: "file", mode: entry.mode ?? 0o644, size: body.length }, body };
}

/** `/a` and `/a/b` of `/a/b/c`. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}
