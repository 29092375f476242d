import type { BigIntStats } from "node:fs";
import { Errno, WasiErrno } from "../errno.ts";
import { type FileStat, Filetype } from "../fs/file-system.ts";

interface Typed {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isCharacterDevice(): boolean;
  isBlockDevice(): boolean;
  isSocket(): boolean;
}

/** The filetype of Node's stats or directory entry. Preview 1 has no word for a FIFO. */
export function toFiletype(of: Typed): Filetype {
  if (of.isFile()) return Filetype.regularFile;
  if (of.isDirectory()) return Filetype.directory;
  if (of.isSymbolicLink()) return Filetype.symbolicLink;
  if (of.isCharacterDevice()) return Filetype.characterDevice;
  if (of.isBlockDevice()) return Filetype.blockDevice;
  if (of.isSocket()) return Filetype.socketStream;
  return Filetype.unknown;
}

export function toFileStat(stats: BigIntStats): FileStat {
  return {
    dev: BigInt.asUintN(64, stats.dev),
    ino: BigInt.asUintN(64, stats.ino),
    filetype: toFiletype(stats),
    nlink: stats.nlink,
    size: stats.size,
    atim: stats.atimeNs,
    mtim: stats.mtimeNs,
    ctim: stats.ctimeNs,
  };
}

/**
 * Only regular files are opened as files. A FIFO would hang, opening a device can act on the machine, and none of them
 * has positions to read at.
 *
 * @throws WasiErrno `loop` for a symbolic link, `isdir` for a directory, `notsup` for the rest
 */
export function assertRegularFile(of: Typed): void {
  if (of.isFile()) return;
  if (of.isSymbolicLink()) throw new WasiErrno(Errno.loop);
  throw new WasiErrno(of.isDirectory() ? Errno.isdir : Errno.notsup);
}
