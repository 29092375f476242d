import { Errno, WasiErrno } from "./errno.ts";
import type { DirectoryEntry, Filetype, FsDirectory, FsFile } from "./fs/file-system.ts";
import { CHANGING_RIGHTS } from "./rights.ts";
import type { InputStream, OutputStream } from "./streams.ts";

/** Most descriptors a guest may have open at once. */
export const MAX_DESCRIPTORS = 1024;

interface Common {
  /** What may be done with it. */
  rights: number;
  /** What may be passed on to what is opened through it; 0 unless it is a directory. */
  inheriting: number;
  /** `fdflags`. */
  flags: number;
}

export interface InputDescriptor extends Common {
  readonly kind: "input";
  readonly stream: InputStream;
}

export interface OutputDescriptor extends Common {
  readonly kind: "output";
  readonly stream: OutputStream;
}

export interface FileDescriptor extends Common {
  readonly kind: "file";
  readonly file: FsFile;
  /** A regular file, or what else a host's folder may hold. */
  readonly filetype: Filetype;
  /** Beneath a read-only preopen. */
  readonly readOnly: boolean;
  /** The `fdflags` it was opened with: the file itself sees to these. */
  readonly openFlags: number;
  offset: bigint;
}

export interface DirectoryDescriptor extends Common {
  readonly kind: "directory";
  readonly handle: DirectoryHandle;
  readonly readOnly: boolean;
  /** The inode that `..` shows: the parent's when it was opened; null for its own, as a preopen has no parent. */
  readonly parentIno: bigint | null;
  /** The path a preopened directory is known by, in UTF-8. */
  readonly preopen: Uint8Array | null;
  /** What `fd_readdir` began to list, so that cookies stay good. */
  listing: readonly DirectoryEntry[] | null;
}

export type Descriptor = InputDescriptor | OutputDescriptor | FileDescriptor | DirectoryDescriptor;

/**
 * An open directory and how many hold it: opening `.` gives a second descriptor of the same one, since a file system
 * opens names only.
 */
export class DirectoryHandle {
  readonly directory: FsDirectory;
  #holders = 1;

  constructor(directory: FsDirectory) {
    this.directory = directory;
  }

  retain(): this {
    this.#holders += 1;
    return this;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.directory.close();
  }
}

/** A guest's open descriptors by number. The lowest free number is given, as POSIX programs expect. */
export class DescriptorTable {
  readonly #open: (Descriptor | undefined)[];
  /** No number below it is free. */
  #lowest: number;

  constructor(open: Descriptor[]) {
    this.#open = open;
    this.#lowest = open.length;
  }

  get(fd: number): Descriptor | undefined {
    return this.#open[fd >>> 0];
  }

  /** @throws `badf`, and as `demand` does */
  require(fd: number, rights: number): Descriptor {
    const descriptor = this.#open[fd >>> 0];
    if (descriptor === undefined) throw new WasiErrno(Errno.badf);
    demand(descriptor, rights);
    return descriptor;
  }

  /** @throws `badf`, `spipe` for a stream, `isdir` for a directory, and as `demand` does */
  file(fd: number, rights: number): FileDescriptor {
    const descriptor = this.require(fd, 0);
    if (descriptor.kind === "directory") throw new WasiErrno(Errno.isdir);
    if (descriptor.kind !== "file") throw new WasiErrno(Errno.spipe);
    demand(descriptor, rights);
    return descriptor;
  }

  /** @throws `badf`, `notdir`, and as `demand` does */
  directory(fd: number, rights: number): DirectoryDescriptor {
    const descriptor = this.require(fd, 0);
    if (descriptor.kind !== "directory") throw new WasiErrno(Errno.notdir);
    demand(descriptor, rights);
    return descriptor;
  }

  /** To be called before anything is opened that would have to be undone. @throws `mfile` */
  reserve(): void {
    while (this.#open[this.#lowest] !== undefined) this.#lowest += 1;
    if (this.#lowest >= MAX_DESCRIPTORS) throw new WasiErrno(Errno.mfile);
  }

  add(descriptor: Descriptor): number {
    this.reserve();
    const fd = this.#lowest;
    this.#open[fd] = descriptor;
    return fd;
  }

  /** @throws `badf`, and what closing the file says; it is closed all the same */
  close(fd: number): void {
    const descriptor = this.require(fd, 0);
    this.#free(fd >>> 0);
    closeDescriptor(descriptor);
  }

  /** Gives `from` the number `to`, and closes what had it. @throws `badf` unless both are open */
  renumber(from: number, to: number): void {
    const moved = this.require(from, 0);
    const replaced = this.require(to, 0);
    if (moved === replaced) return;
    this.#open[to >>> 0] = moved;
    this.#free(from >>> 0);
    closeDescriptor(replaced);
  }

  /** Closes all. What a file system says to it is of no use to anyone any more; a fault of the host is thrown. */
  closeAll(): void {
    const faults: unknown[] = [];
    for (const descriptor of this.#open.splice(0)) {
      if (descriptor === undefined) continue;
      try {
        closeDescriptor(descriptor);
      } catch (error) {
        if (!(error instanceof WasiErrno)) faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
  }

  #free(fd: number): void {
    this.#open[fd] = undefined;
    if (fd < this.#lowest) this.#lowest = fd;
  }
}

/** @throws `rofs` for a change beneath a read-only preopen, otherwise `notcapable`, when a right is missing */
export function demand(descriptor: Descriptor, rights: number): void {
  const missing = rights & ~descriptor.rights;
  if (missing === 0) return;
  const readOnly = "readOnly" in descriptor && descriptor.readOnly && (missing & CHANGING_RIGHTS) !== 0;
  throw new WasiErrno(readOnly ? Errno.rofs : Errno.notcapable);
}

function closeDescriptor(descriptor: Descriptor): void {
  if (descriptor.kind === "file") descriptor.file.close();
  else if (descriptor.kind === "directory") descriptor.handle.release();
}
