import { realtime } from "../clocks.ts";
import type { Context } from "../context.ts";
import type { Descriptor, DirectoryDescriptor, FileDescriptor } from "../descriptors.ts";
import { Errno, WasiErrno } from "../errno.ts";
import { Fdflags, Fstflags } from "../flags.ts";
import { type FileStat, type FileTimes, Filetype } from "../fs/file-system.ts";
import { FILESTAT_BYTES, writeFdStat, writeFileStat } from "../layouts.ts";
import { Rights, toRights } from "../rights.ts";
import { toOffset } from "./fd-io.ts";

export function fdFdstatGet(context: Context, fd: number, resultPointer: number): Errno {
  const descriptor = context.descriptors.get(fd);
  if (descriptor === undefined) return Errno.badf;
  const { flags, rights, inheriting } = descriptor;
  writeFdStat(context.memory, resultPointer, { filetype: filetypeOf(descriptor), flags, rights, inheriting });
  return Errno.success;
}

export function fdFdstatSetFlags(context: Context, fd: number, flags: number): Errno {
  const descriptor = context.descriptors.require(fd, Rights.fdFdstatSetFlags);
  if ((flags & ~Fdflags.all) !== 0) return Errno.inval;
  descriptor.flags = flags;
  return Errno.success;
}

/** Rights can only be given up. */
export function fdFdstatSetRights(context: Context, fd: number, rights: bigint, inheriting: bigint): Errno {
  const descriptor = context.descriptors.require(fd, 0);
  if (!isWithin(rights, descriptor.rights) || !isWithin(inheriting, descriptor.inheriting)) return Errno.notcapable;
  descriptor.rights = toRights(rights);
  descriptor.inheriting = toRights(inheriting);
  return Errno.success;
}

export function fdFilestatGet(context: Context, fd: number, resultPointer: number): Errno {
  const descriptor = context.descriptors.require(fd, Rights.fdFilestatGet);
  context.memory.at(resultPointer, FILESTAT_BYTES);
  const stat = isStream(descriptor) ? streamStat(filetypeOf(descriptor)) : nodeOf(descriptor).stat();
  writeFileStat(context.memory, resultPointer, stat);
  return Errno.success;
}

export function fdFilestatSetSize(context: Context, fd: number, size: bigint): Errno {
  if (isStream(context.descriptors.require(fd, 0))) return Errno.inval;
  const { file } = context.descriptors.file(fd, Rights.fdFilestatSetSize);
  file.setSize(toOffset(size));
  return Errno.success;
}

export function fdFilestatSetTimes(context: Context, fd: number, atim: bigint, mtim: bigint, flags: number): Errno {
  const descriptor = context.descriptors.require(fd, 0);
  if (isStream(descriptor)) return Errno.inval;
  context.descriptors.require(fd, Rights.fdFilestatSetTimes);
  nodeOf(descriptor).setTimes(toTimes(atim, mtim, flags));
  return Errno.success;
}

export function fdSync(context: Context, fd: number): Errno {
  return sync(context, fd, Rights.fdSync, false);
}

export function fdDatasync(context: Context, fd: number): Errno {
  return sync(context, fd, Rights.fdDatasync, true);
}

/** The times a guest asks for by `fstflags`. @throws `inval` for flags that contradict each other or mean nothing */
export function toTimes(atim: bigint, mtim: bigint, flags: number): FileTimes {
  const both = (mask: number) => (flags & mask) === mask;
  if (
    (flags & ~Fstflags.all) !== 0 ||
    both(Fstflags.atim | Fstflags.atimNow) ||
    both(Fstflags.mtim | Fstflags.mtimNow)
  ) {
    throw new WasiErrno(Errno.inval);
  }
  const now = realtime();
  const times: { atim?: bigint; mtim?: bigint } = {};
  if ((flags & Fstflags.atim) !== 0) times.atim = BigInt.asUintN(64, atim);
  if ((flags & Fstflags.atimNow) !== 0) times.atim = now;
  if ((flags & Fstflags.mtim) !== 0) times.mtim = BigInt.asUintN(64, mtim);
  if ((flags & Fstflags.mtimNow) !== 0) times.mtim = now;
  return times;
}

function sync(context: Context, fd: number, rights: number, dataOnly: boolean): Errno {
  const descriptor = context.descriptors.require(fd, 0);
  if (isStream(descriptor)) return Errno.inval;
  context.descriptors.require(fd, rights);
  nodeOf(descriptor).sync(dataOnly);
  return Errno.success;
}

function isStream(descriptor: Descriptor): boolean {
  return descriptor.kind === "input" || descriptor.kind === "output";
}

function nodeOf(descriptor: Descriptor) {
  return descriptor.kind === "file"
    ? (descriptor as FileDescriptor).file
    : (descriptor as DirectoryDescriptor).handle.directory;
}

/** A stream that is no terminal is a pipe, which preview 1 has no type for. */
function filetypeOf(descriptor: Descriptor): Filetype {
  if (descriptor.kind === "directory") return Filetype.directory;
  if (descriptor.kind === "file") return descriptor.filetype;
  return descriptor.stream.terminal === true ? Filetype.characterDevice : Filetype.unknown;
}

function streamStat(filetype: Filetype): FileStat {
  return { dev: 0n, ino: 0n, filetype, nlink: 0n, size: 0n, atim: 0n, mtim: 0n, ctim: 0n };
}

function isWithin(bits: bigint, rights: number): boolean {
  return (BigInt.asUintN(64, bits) & ~BigInt(rights)) === 0n;
}
