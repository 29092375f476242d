import { realtime } from "../clocks.ts";
import { Errno, WasiErrno } from "../errno.ts";
import type { FileStat, FileTimes, FsFile } from "./file-system.ts";
import { type FileInode, freeIfUnused, setTimes, statOf, touch, type Volume } from "./memory-inode.ts";

/** An open file of an in-memory file system. Writes that find no room change nothing. */
export class MemoryFile implements FsFile {
  readonly #volume: Volume;
  readonly #inode: FileInode;
  #closed = false;

  constructor(volume: Volume, inode: FileInode) {
    this.#volume = volume;
    this.#inode = inode;
    inode.holders += 1;
  }

  stat(): FileStat {
    return statOf(this.#volume, this.#inode);
  }

  setTimes(times: FileTimes): void {
    setTimes(this.#inode, times);
  }

  sync(): void {}

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inode.holders -= 1;
    freeIfUnused(this.#volume, this.#inode);
  }

  read(into: Uint8Array, offset: bigint): number {
    const inode = this.#inode;
    if (offset >= BigInt(inode.size)) return 0;
    const start = Number(offset);
    const part = inode.content.subarray(start, Math.min(start + into.length, inode.size));
    into.set(part);
    inode.atim = realtime();
    return part.length;
  }

  write(from: Uint8Array, offset: bigint): number {
    const end = toSize(this.#volume, offset + BigInt(from.length));
    own(this.#volume, this.#inode, Math.max(end, this.#inode.size));
    this.#inode.content.set(from, end - from.length);
    touch(this.#inode);
    return from.length;
  }

  append(from: Uint8Array): number {
    return this.write(from, BigInt(this.#inode.size));
  }

  setSize(size: bigint): void {
    resize(this.#volume, this.#inode, toSize(this.#volume, size));
  }
}

/** Cuts the file off, or makes it longer with zeros. @throws `nospc` */
export function resize(volume: Volume, inode: FileInode, size: number): void {
  if (size !== inode.size) own(volume, inode, size);
  touch(inode);
}

/**
 * Makes the content the file's own, `size` bytes long. Up to half as much again is kept ready for a file that grows, and
 * given back by one that shrinks, so the host's memory stays in proportion to what the volume counts.
 */
function own(volume: Volume, inode: FileInode, size: number): void {
  volume.charge(size - inode.charged);
  const { content } = inode;
  const kept = Math.min(size, inode.size);
  if (inode.borrowed || size > content.length || size * 2 < content.length) {
    const capacity = size > content.length && !inode.borrowed ? Math.max(size, content.length * 1.5) : size;
    try {
      inode.content = new Uint8Array(Math.min(Math.trunc(capacity), volume.maxBytes));
    } catch {
      volume.charge(inode.charged - size);
      throw new WasiErrno(Errno.nospc);
    }
    inode.content.set(content.subarray(0, kept));
    inode.borrowed = false;
  } else {
    content.fill(0, kept, inode.size);
  }
  inode.charged = size;
  inode.size = size;
}

/** @throws `fbig` for a size no file of the volume could have */
function toSize(volume: Volume, size: bigint): number {
  if (size > BigInt(volume.maxBytes)) throw new WasiErrno(Errno.fbig);
  return Number(size);
}
