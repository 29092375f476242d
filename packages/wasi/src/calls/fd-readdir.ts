import type { Context } from "../context.ts";
import type { DirectoryDescriptor } from "../descriptors.ts";
import { Errno } from "../errno.ts";
import { type DirectoryEntry, Filetype } from "../fs/file-system.ts";
import { toDirent } from "../layouts.ts";
import { Rights } from "../rights.ts";

const ENCODER = new TextEncoder();

/**
 * A cookie is the place of an entry in a listing that is taken when a guest begins at 0, so what comes and goes
 * meanwhile neither repeats an entry nor skips one.
 */
export function fdReaddir(
  context: Context,
  fd: number,
  pointer: number,
  length: number,
  cookie: bigint,
  resultPointer: number,
): Errno {
  const { memory } = context;
  const descriptor = context.descriptors.directory(fd, Rights.fdReaddir);
  const buffer = memory.bytes(pointer, length);
  memory.at(resultPointer, 4);
  const first = BigInt.asUintN(64, cookie);
  if (first === 0n || descriptor.listing === null) descriptor.listing = takeListing(descriptor);
  const { listing } = descriptor;
  let used = 0;
  let next = first < BigInt(listing.length) ? Number(first) : listing.length;
  while (used < buffer.length) {
    const entry = listing[next];
    if (entry === undefined) break;
    next += 1;
    const dirent = toDirent(next, entry.ino, entry.filetype, ENCODER.encode(entry.name));
    const fitting = dirent.subarray(0, buffer.length - used);
    buffer.set(fitting, used);
    used += fitting.length;
  }
  memory.setUint32(resultPointer, used);
  return Errno.success;
}

function takeListing({ handle, parentIno }: DirectoryDescriptor): DirectoryEntry[] {
  const { directory } = handle;
  const { ino } = directory.stat();
  return [
    { name: ".", ino, filetype: Filetype.directory },
    { name: "..", ino: parentIno ?? ino, filetype: Filetype.directory },
    ...directory.list(),
  ];
}
