import type { Context } from "../context.ts";
import { type Descriptor, demand, type FileDescriptor } from "../descriptors.ts";
import { Errno, WasiErrno } from "../errno.ts";
import { Fdflags } from "../flags.ts";
import { Rights } from "../rights.ts";
import type { InputStream, OutputStream } from "../streams.ts";

export function fdRead(context: Context, fd: number, buffers: number, count: number, resultPointer: number): Errno {
  const { memory, descriptors } = context;
  const descriptor = readable(descriptors.get(fd), Rights.fdRead);
  memory.at(resultPointer, 4);
  const into = memory.buffers(buffers, count);
  let done: number;
  if (descriptor.kind === "input") {
    done = readStream(descriptor.stream, into, (descriptor.flags & Fdflags.nonblock) !== 0);
  } else {
    done = readFile(descriptor, into, descriptor.offset);
    descriptor.offset += BigInt(done);
  }
  memory.setUint32(resultPointer, done);
  return Errno.success;
}

export function fdPread(
  context: Context,
  fd: number,
  buffers: number,
  count: number,
  offset: bigint,
  resultPointer: number,
): Errno {
  const { memory } = context;
  const descriptor = context.descriptors.file(fd, Rights.fdRead | Rights.fdSeek);
  memory.at(resultPointer, 4);
  const done = readFile(descriptor, memory.buffers(buffers, count), toOffset(offset));
  memory.setUint32(resultPointer, done);
  return Errno.success;
}

export function fdWrite(context: Context, fd: number, buffers: number, count: number, resultPointer: number): Errno {
  const { memory, descriptors } = context;
  const descriptor = writable(descriptors.get(fd), Rights.fdWrite);
  memory.at(resultPointer, 4);
  const from = memory.buffers(buffers, count);
  let done: number;
  if (descriptor.kind === "output") {
    done = writeStream(descriptor.stream, from);
  } else if ((descriptor.flags & Fdflags.append) !== 0) {
    done = transfer(from, (part) => descriptor.file.append(part));
    if (done > 0) descriptor.offset = descriptor.file.stat().size;
    syncWritten(descriptor, done);
  } else {
    done = writeFile(descriptor, from, descriptor.offset);
    descriptor.offset += BigInt(done);
  }
  memory.setUint32(resultPointer, done);
  return Errno.success;
}

/** Writes at `offset` even in append mode, as POSIX has it and Linux has not. */
export function fdPwrite(
  context: Context,
  fd: number,
  buffers: number,
  count: number,
  offset: bigint,
  resultPointer: number,
): Errno {
  const { memory } = context;
  const descriptor = context.descriptors.file(fd, Rights.fdWrite | Rights.fdSeek);
  memory.at(resultPointer, 4);
  const done = writeFile(descriptor, memory.buffers(buffers, count), toOffset(offset));
  memory.setUint32(resultPointer, done);
  return Errno.success;
}

/** An unsigned offset a file may have: less than 2^63. @throws `inval` */
export function toOffset(offset: bigint): bigint {
  if (offset < 0n) throw new WasiErrno(Errno.inval);
  return offset;
}

function readable(descriptor: Descriptor | undefined, rights: number) {
  if (descriptor === undefined) throw new WasiErrno(Errno.badf);
  if (descriptor.kind === "directory") throw new WasiErrno(Errno.isdir);
  demand(descriptor, rights);
  // An output stream never has the right.
  if (descriptor.kind === "output") throw new WasiErrno(Errno.notcapable);
  return descriptor;
}

function writable(descriptor: Descriptor | undefined, rights: number) {
  if (descriptor === undefined) throw new WasiErrno(Errno.badf);
  if (descriptor.kind === "directory") throw new WasiErrno(Errno.isdir);
  demand(descriptor, rights);
  // An input stream never has the right.
  if (descriptor.kind === "input") throw new WasiErrno(Errno.notcapable);
  return descriptor;
}

/** Blocks for the first byte only; goes on to a next buffer if something is known to be there. */
function readStream(stream: InputStream, into: readonly Uint8Array[], nonblock: boolean): number {
  if (into.length === 0) return 0;
  if (nonblock && stream.poll?.(0) === null) throw new WasiErrno(Errno.again);
  return transfer(into, (part) => {
    if (part !== into[0] && (stream.poll?.(0)?.available ?? 0) === 0) return 0;
    return stream.read(part);
  });
}

function writeStream(stream: OutputStream, from: readonly Uint8Array[]): number {
  return transfer(from, (part) => stream.write(part));
}

function readFile(descriptor: FileDescriptor, into: readonly Uint8Array[], offset: bigint): number {
  let position = offset;
  return transfer(into, (part) => {
    const count = descriptor.file.read(part, position);
    position += BigInt(count);
    return count;
  });
}

function writeFile(descriptor: FileDescriptor, from: readonly Uint8Array[], offset: bigint): number {
  let position = offset;
  const done = transfer(from, (part) => {
    const count = descriptor.file.write(part, position);
    position += BigInt(count);
    return count;
  });
  syncWritten(descriptor, done);
  return done;
}

/** Buffer after buffer until one is not used up. What fails after the first byte is a short count, not an error. */
function transfer(buffers: readonly Uint8Array[], move: (part: Uint8Array) => number): number {
  let done = 0;
  for (const part of buffers) {
    let count: number;
    try {
      count = move(part);
    } catch (error) {
      if (done > 0 && error instanceof WasiErrno) return done;
      throw error;
    }
    done += count;
    if (count < part.length) break;
  }
  return done;
}

/** Does what a file opened with these flags would do by itself, where they were set later. */
function syncWritten(descriptor: FileDescriptor, done: number): void {
  const late = descriptor.flags & ~descriptor.openFlags & Fdflags.anySync;
  if (late === 0 || done === 0) return;
  descriptor.file.sync((descriptor.flags & (Fdflags.sync | Fdflags.rsync)) === 0);
}
