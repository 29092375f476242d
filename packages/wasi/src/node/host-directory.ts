import {
  type BigIntStats,
  closeSync,
  type Dirent,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from "node:fs";
import { Errno, WasiErrno } from "../errno.ts";
import type { DirectoryEntry, FileStat, FileTimes, FsDirectory, FsFile, OpenFileOptions } from "../fs/file-system.ts";
import { ExactTimes } from "./exact-times.ts";
import { answering, isSystemError } from "./host-errno.ts";
import { createHostFile, toOpenFlags } from "./host-file.ts";
import { type HostLocation, type OpenedLocation, openLocation } from "./host-location.ts";
import { toFiletype } from "./host-stat.ts";

export interface HostDirectoryOptions {
  /** Refuse every change with `rofs`. */
  readonly readOnly?: boolean;
  /**
   * How the host is told of entries: `descriptor` is proof against races and needs Linux with `/proc`, `path` works
   * everywhere (see `host-location.ts`). Default: `best`, the former where it can be had.
   */
  readonly by?: "descriptor" | "path" | "best";
}

/**
 * A folder of this machine as a file system for one guest. The guest reaches folders and regular files in it, nothing
 * outside: no symbolic link is ever followed here. FIFOs, sockets and devices can be seen but not opened (`notsup`),
 * and a process file system mounted in the folder cannot be entered (`acces`). Other file systems mounted in it can.
 *
 * Names that are not UTF-8, which a guest could not say, are left out of listings.
 *
 * @param path is trusted: links in it are followed.
 * @throws Error as Node's own, with a system error's `code`, when there is no such folder, it may not be read
 *   (`EACCES`), or is a process file system (`EACCES`)
 */
export function createHostDirectory(path: string, options: HostDirectoryOptions = {}): FsDirectory {
  const opened = openLocation(path, options.by ?? "best");
  return new HostDirectory(opened, { readOnly: options.readOnly ?? false, times: new ExactTimes() });
}

/** What everything opened from one host directory shares. */
interface Tree {
  readonly readOnly: boolean;
  readonly times: ExactTimes;
}

/** How often a file that comes and goes while it is being opened is tried again. */
const OPEN_ATTEMPTS = 16;

const big = { bigint: true } as const;

class HostDirectory implements FsDirectory {
  readonly #fd: number;
  readonly #location: HostLocation;
  readonly #tree: Tree;
  #open = true;

  constructor({ fd, location }: OpenedLocation, tree: Tree) {
    this.#fd = fd;
    this.#location = location;
    this.#tree = tree;
  }

  stat(): FileStat {
    return answering(() => this.#tree.times.toFileStat(fstatSync(this.#fd, big)));
  }

  setTimes(times: FileTimes): void {
    this.#change(() => {
      const read = (): BigIntStats => fstatSync(this.#fd, big);
      this.#tree.times.set(times, read, (atime, mtime) => utimesSync(this.#location.self, atime, mtime));
    });
  }

  sync(_dataOnly: boolean): void {
    answering(() => fsyncSync(this.#fd));
  }

  close(): void {
    if (!this.#open) return; // the number may be somebody else's file by now
    this.#open = false;
    answering(() => closeSync(this.#fd));
  }

  statOf(name: string): FileStat {
    return this.#entry(name, (path) => this.#tree.times.toFileStat(lstatSync(path, big)));
  }

  setTimesOf(name: string, times: FileTimes): void {
    this.#changeEntry(name, (path) => {
      const read = (): BigIntStats => lstatSync(path, big);
      this.#tree.times.set(times, read, (atime, mtime) => lutimesSync(path, atime, mtime));
    });
  }

  openDirectory(name: string): FsDirectory {
    return answering(() => new HostDirectory(this.#location.openDirectory(name), this.#tree));
  }

  openFile(name: string, options: OpenFileOptions): FsFile {
    const fd = answering(() => this.#openFile(name, options));
    const reopenPath = this.#location.reopenPath(fd);
    return createHostFile(fd, { ...this.#tree, sync: options.sync, reopenPath });
  }

  #openFile(name: string, options: OpenFileOptions): number {
    const flags = toOpenFlags(options);
    const changes = options.write || options.truncate;
    for (let attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
      if (!(options.create && options.exclusive)) {
        try {
          if (this.#tree.readOnly && changes) this.#refuseToWrite(name);
          return this.#location.openFile(name, flags);
        } catch (error) {
          if (!options.create || !isSystemError(error, "ENOENT")) throw error;
        }
      }
      try {
        if (this.#tree.readOnly) this.#refuseToCreate(name);
        return this.#location.createFile(name, flags);
      } catch (error) {
        if (options.exclusive || !isSystemError(error, "EEXIST")) throw error;
      }
    }
    throw new WasiErrno(Errno.again);
  }

  /** In a read-only tree, what is wrong with the file itself is said first, as systems do. */
  #refuseToWrite(name: string): never {
    closeSync(this.#location.openFile(name, 0));
    throw new WasiErrno(Errno.rofs);
  }

  #refuseToCreate(name: string): never {
    const there = this.#location.entry(name, (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined);
    throw new WasiErrno(there ? Errno.exist : Errno.rofs);
  }

  list(): DirectoryEntry[] {
    return answering(() => {
      const entries: DirectoryEntry[] = [];
      const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      for (const found of readdirSync(this.#location.self, { withFileTypes: true, encoding: "buffer" })) {
        const name = toName(found, utf8);
        if (name === undefined) continue;
        const stats = this.#location.entry(name, (path) => lstatSync(path, { bigint: true, throwIfNoEntry: false }));
        if (stats !== undefined)
          entries.push({ name, ino: BigInt.asUintN(64, stats.ino), filetype: toFiletype(stats) });
      }
      return entries;
    });
  }

  createDirectory(name: string): void {
    this.#changeEntry(name, (path) => mkdirSync(path));
  }

  removeDirectory(name: string): void {
    this.#changeEntry(name, (path) => rmdirSync(path));
  }

  removeFile(name: string): void {
    this.#changeEntry(name, (path) => {
      try {
        unlinkSync(path);
      } catch (error) {
        // What Linux calls EISDIR is EPERM in POSIX and elsewhere.
        if (isSystemError(error, "EPERM") && lstatSync(path).isDirectory()) throw new WasiErrno(Errno.isdir);
        throw error;
      }
    });
  }

  rename(name: string, to: FsDirectory, toName: string): void {
    const target = this.#sameHost(to);
    this.#changeEntry(name, (from) => target.#changeEntry(toName, (path) => renameSync(from, path)));
  }

  link(name: string, to: FsDirectory, toName: string): void {
    const target = this.#sameHost(to);
    this.#changeEntry(name, (from) => {
      // Linux links the link itself; other systems may follow it.
      if (process.platform !== "linux" && lstatSync(from).isSymbolicLink()) throw new WasiErrno(Errno.notsup);
      target.#changeEntry(toName, (path) => linkSync(from, path));
    });
  }

  symlink(target: string, name: string): void {
    this.#changeEntry(name, (path) => symlinkSync(target, path));
  }

  readLink(name: string): string {
    return this.#entry(name, (path) => {
      const target = readlinkSync(path, "buffer");
      try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(target);
      } catch {
        throw new WasiErrno(Errno.ilseq);
      }
    });
  }

  #sameHost(to: FsDirectory): HostDirectory {
    if (!(#fd in to)) throw new WasiErrno(Errno.xdev);
    return to as HostDirectory;
  }

  #entry<T>(name: string, use: (path: string) => T): T {
    return answering(() => this.#location.entry(name, use));
  }

  #change<T>(change: () => T): T {
    if (this.#tree.readOnly) throw new WasiErrno(Errno.rofs);
    return answering(change);
  }

  #changeEntry<T>(name: string, use: (path: string) => T): T {
    return this.#change(() => this.#location.entry(name, use));
  }
}

function toName(entry: Dirent<Buffer>, utf8: TextDecoder): string | undefined {
  try {
    return utf8.decode(entry.name);
  } catch {
    return undefined;
  }
}
