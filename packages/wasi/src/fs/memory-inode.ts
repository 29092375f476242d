import { realtime } from "../clocks.ts";
import { Errno, WasiErrno } from "../errno.ts";
import { type FileStat, type FileTimes, Filetype } from "./file-system.ts";

/** What all nodes of one in-memory file system share: its limits, and the numbers it gives out. */
export class Volume {
  readonly dev = BigInt(crypto.getRandomValues(new Uint32Array(1))[0] as number);
  readonly maxBytes: number;
  readonly #maxEntries: number;
  #bytes = 0;
  #entries = 0;
  #lastIno = 0n;

  constructor(maxBytes: number, maxEntries: number) {
    this.maxBytes = maxBytes;
    this.#maxEntries = maxEntries;
  }

  nextIno(): bigint {
    this.#lastIno += 1n;
    return this.#lastIno;
  }

  /** Counts bytes taken, or given back when negative. @throws `nospc` */
  charge(bytes: number): void {
    if (this.#bytes + bytes > this.maxBytes) throw new WasiErrno(Errno.nospc);
    this.#bytes += bytes;
  }

  /** @throws `nospc` when that would be one name too many */
  checkRoom(): void {
    if (this.#entries >= this.#maxEntries) throw new WasiErrno(Errno.nospc);
  }

  countEntries(change: 1 | -1): void {
    this.#entries += change;
  }
}

interface Common {
  readonly ino: bigint;
  /** How many names it has; a directory counts its own `.` and the `..` of those in it too. */
  nlink: number;
  atim: bigint;
  mtim: bigint;
  ctim: bigint;
}

export interface FileInode extends Common {
  readonly kind: "file";
  /** Its bytes; those after `size` are zero. */
  content: Uint8Array;
  size: number;
  /** `content` was given by the host: it is copied before it is changed. */
  borrowed: boolean;
  /** What of it the volume has been charged for. */
  charged: number;
  /** Descriptors that hold it open; it lives until it has neither these nor names. */
  holders: number;
}

export interface DirectoryInode extends Common {
  readonly kind: "directory";
  readonly entries: Map<string, Inode>;
  /** Null for the root, and for one that was removed. */
  parent: DirectoryInode | null;
  /** Removed while open: nothing can be made in it any more. */
  removed: boolean;
}

export interface LinkInode extends Common {
  readonly kind: "link";
  readonly target: string;
  /** Bytes of the target in UTF-8. */
  readonly size: number;
}

export type Inode = FileInode | DirectoryInode | LinkInode;

const FILETYPES = {
  file: Filetype.regularFile,
  directory: Filetype.directory,
  link: Filetype.symbolicLink,
} as const;

export function createFileInode(volume: Volume, content: Uint8Array): FileInode {
  const size = content.length;
  return { ...common(volume, 1), kind: "file", content, size, borrowed: true, charged: 0, holders: 0 };
}

export function createDirectoryInode(volume: Volume, parent: DirectoryInode | null): DirectoryInode {
  return { ...common(volume, 2), kind: "directory", entries: new Map(), parent, removed: false };
}

export function createLinkInode(volume: Volume, target: string, size: number): LinkInode {
  return { ...common(volume, 1), kind: "link", target, size };
}

export function filetypeOf(inode: Inode): Filetype {
  return FILETYPES[inode.kind];
}

export function statOf(volume: Volume, inode: Inode): FileStat {
  return {
    dev: volume.dev,
    ino: inode.ino,
    filetype: FILETYPES[inode.kind],
    nlink: BigInt(inode.nlink),
    size: inode.kind === "directory" ? 0n : BigInt(inode.size),
    atim: inode.atim,
    mtim: inode.mtim,
    ctim: inode.ctim,
  };
}

export function setTimes(inode: Inode, { atim, mtim }: FileTimes): void {
  inode.atim = atim ?? inode.atim;
  inode.mtim = mtim ?? inode.mtim;
  inode.ctim = realtime();
}

/** Its content changed. */
export function touch(inode: Inode): void {
  inode.mtim = realtime();
  inode.ctim = inode.mtim;
}

/** Takes a name of the file or link away; with the last one, and nobody holding it open, its bytes are free again. */
export function dropName(volume: Volume, inode: FileInode | LinkInode): void {
  inode.nlink -= 1;
  inode.ctim = realtime();
  if (inode.nlink > 0) return;
  if (inode.kind === "link") volume.charge(-inode.size);
  else freeIfUnused(volume, inode);
}

export function freeIfUnused(volume: Volume, inode: FileInode): void {
  if (inode.nlink > 0 || inode.holders > 0) return;
  volume.charge(-inode.charged);
  inode.charged = 0;
  inode.content = new Uint8Array(0);
  inode.size = 0;
}

function common(volume: Volume, nlink: number): Common {
  const now = realtime();
  return { ino: volume.nextIno(), nlink, atim: now, mtim: now, ctim: now };
}
