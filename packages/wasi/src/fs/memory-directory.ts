import { realtime } from "../clocks.ts";
import { Errno, WasiErrno } from "../errno.ts";
import type { DirectoryEntry, FileStat, FileTimes, FsDirectory, FsFile, OpenFileOptions } from "./file-system.ts";
import { MemoryFile, resize } from "./memory-file.ts";
import {
  createDirectoryInode,
  createFileInode,
  createLinkInode,
  type DirectoryInode,
  dropName,
  filetypeOf,
  type Inode,
  setTimes,
  statOf,
  touch,
  type Volume,
} from "./memory-inode.ts";

const ENCODER = new TextEncoder();

/** An open directory of an in-memory file system. */
export class MemoryDirectory implements FsDirectory {
  protected readonly volume: Volume;
  protected readonly inode: DirectoryInode;

  constructor(volume: Volume, inode: DirectoryInode) {
    this.volume = volume;
    this.inode = inode;
  }

  stat(): FileStat {
    return statOf(this.volume, this.inode);
  }

  setTimes(times: FileTimes): void {
    setTimes(this.inode, times);
  }

  sync(): void {}

  close(): void {}

  statOf(name: string): FileStat {
    return statOf(this.volume, this.#find(name));
  }

  setTimesOf(name: string, times: FileTimes): void {
    setTimes(this.#find(name), times);
  }

  openDirectory(name: string): FsDirectory {
    const inode = this.#find(name);
    if (inode.kind === "link") throw new WasiErrno(Errno.loop);
    if (inode.kind !== "directory") throw new WasiErrno(Errno.notdir);
    return new MemoryDirectory(this.volume, inode);
  }

  openFile(name: string, { create, exclusive, truncate }: OpenFileOptions): FsFile {
    const found = this.inode.entries.get(name);
    if (found === undefined) {
      if (!create) throw new WasiErrno(Errno.noent);
      this.#checkNew(name);
      const made = createFileInode(this.volume, new Uint8Array(0));
      this.#add(name, made);
      return new MemoryFile(this.volume, made);
    }
    if (create && exclusive) throw new WasiErrno(Errno.exist);
    if (found.kind === "link") throw new WasiErrno(Errno.loop);
    if (found.kind === "directory") throw new WasiErrno(Errno.isdir);
    if (truncate) resize(this.volume, found, 0);
    return new MemoryFile(this.volume, found);
  }

  list(): DirectoryEntry[] {
    return Array.from(this.inode.entries, ([name, inode]) => ({ name, ino: inode.ino, filetype: filetypeOf(inode) }));
  }

  createDirectory(name: string): void {
    this.#checkNew(name);
    this.#add(name, createDirectoryInode(this.volume, this.inode));
  }

  removeDirectory(name: string): void {
    const inode = this.#find(name);
    if (inode.kind !== "directory") throw new WasiErrno(Errno.notdir);
    if (inode.entries.size > 0) throw new WasiErrno(Errno.notempty);
    this.#remove(name, inode);
  }

  removeFile(name: string): void {
    const inode = this.#find(name);
    if (inode.kind === "directory") throw new WasiErrno(Errno.isdir);
    this.#remove(name, inode);
  }

  rename(name: string, to: FsDirectory, toName: string): void {
    const target = this.#sameVolume(to);
    const moved = this.#find(name);
    const replaced = target.inode.entries.get(toName);
    if (moved === replaced) return;
    if (target.inode.removed) throw new WasiErrno(Errno.noent);
    if (moved.kind === "directory" && isWithin(target.inode, moved)) throw new WasiErrno(Errno.inval);
    if (replaced !== undefined) {
      checkReplaceable(moved, replaced);
      target.#remove(toName, replaced);
    }
    this.#detach(name, moved);
    target.#add(toName, moved);
    if (moved.kind === "directory") moved.parent = target.inode;
    moved.ctim = realtime();
  }

  link(name: string, to: FsDirectory, toName: string): void {
    const target = this.#sameVolume(to);
    const inode = this.#find(name);
    if (inode.kind === "directory") throw new WasiErrno(Errno.perm);
    target.#checkNew(toName);
    inode.nlink += 1;
    target.#add(toName, inode);
  }

  symlink(target: string, name: string): void {
    this.#checkNew(name);
    const size = ENCODER.encode(target).length;
    this.volume.charge(size);
    this.#add(name, createLinkInode(this.volume, target, size));
  }

  readLink(name: string): string {
    const inode = this.#find(name);
    if (inode.kind !== "link") throw new WasiErrno(Errno.inval);
    return inode.target;
  }

  #find(name: string): Inode {
    const inode = this.inode.entries.get(name);
    if (inode === undefined) throw new WasiErrno(Errno.noent);
    return inode;
  }

  #sameVolume(to: FsDirectory): MemoryDirectory {
    if (!(to instanceof MemoryDirectory) || to.volume !== this.volume) throw new WasiErrno(Errno.xdev);
    return to;
  }

  #checkNew(name: string): void {
    if (this.inode.entries.has(name)) throw new WasiErrno(Errno.exist);
    if (this.inode.removed) throw new WasiErrno(Errno.noent);
    this.volume.checkRoom();
  }

  /** Gives a node a name here. The nlink that the name stands for is the caller's, but for a directory's `..`. */
  #add(name: string, inode: Inode): void {
    this.inode.entries.set(name, inode);
    this.volume.countEntries(1);
    if (inode.kind === "directory") this.inode.nlink += 1;
    touch(this.inode);
  }

  #detach(name: string, inode: Inode): void {
    this.inode.entries.delete(name);
    this.volume.countEntries(-1);
    if (inode.kind === "directory") this.inode.nlink -= 1;
    touch(this.inode);
  }

  #remove(name: string, inode: Inode): void {
    this.#detach(name, inode);
    if (inode.kind !== "directory") dropName(this.volume, inode);
    else {
      inode.removed = true;
      inode.parent = null;
      inode.nlink = 0;
    }
  }
}

function isWithin(inode: DirectoryInode, ancestor: DirectoryInode): boolean {
  for (let at: DirectoryInode | null = inode; at !== null; at = at.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

/** POSIX `rename`: like replaces like, and a directory only an empty one. */
function checkReplaceable(moved: Inode, replaced: Inode): void {
  if (replaced.kind !== "directory") {
    if (moved.kind === "directory") throw new WasiErrno(Errno.notdir);
    return;
  }
  if (moved.kind !== "directory") throw new WasiErrno(Errno.isdir);
  if (replaced.entries.size > 0) throw new WasiErrno(Errno.notempty);
}
