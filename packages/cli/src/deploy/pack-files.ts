import type { Files } from "@sandpiper/targets";
import { type Zippable, zipSync } from "fflate";

/** Made on Unix, so that a file's mode is in the upper half of its attributes (APPNOTE 4.4.2). */
const UNIX = 3;

/**
 * Packs files into a zip: the same bytes for the same files, on every machine, at any time.
 * @param executables paths of those that are to be started as programs; the others may be read by everybody
 */
export function packFiles(files: Files, executables: ReadonlySet<string> = new Set()): Uint8Array {
  // The first day that a zip can tell. Its dates are of no time zone, and fflate takes them from a local one.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mode = executables.has(path) ? 0o100755 : 0o100644;
    entries[path] = [toBytes(content), { os: UNIX, attrs: (mode << 16) >>> 0, mtime }];
  }
  return zipSync(entries);
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
