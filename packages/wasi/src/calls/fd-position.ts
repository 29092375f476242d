import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";
import { Whence } from "../flags.ts";
import { Rights } from "../rights.ts";
import { toOffset } from "./fd-io.ts";

const MAX_OFFSET = 2n ** 63n - 1n;
/** The last of `advice`; source: `typenames.witx`. */
const LAST_ADVICE = 5;

export function fdSeek(context: Context, fd: number, delta: bigint, whence: number, resultPointer: number): Errno {
  const moves = delta !== 0n || whence !== Whence.cur;
  // The right to seek implies that to tell.
  const descriptor = context.descriptors.file(fd, 0);
  const rights = moves || (descriptor.rights & Rights.fdSeek) !== 0 ? Rights.fdSeek : Rights.fdTell;
  context.descriptors.file(fd, rights);
  context.memory.at(resultPointer, 8);
  let base: bigint;
  if (whence === Whence.set) base = 0n;
  else if (whence === Whence.cur) base = descriptor.offset;
  else if (whence === Whence.end) base = descriptor.file.stat().size;
  else return Errno.inval;
  const offset = base + delta;
  if (offset < 0n || offset > MAX_OFFSET) return Errno.inval;
  descriptor.offset = offset;
  context.memory.setUint64(resultPointer, offset);
  return Errno.success;
}

export function fdTell(context: Context, fd: number, resultPointer: number): Errno {
  const descriptor = context.descriptors.file(fd, 0);
  const implied = (descriptor.rights & Rights.fdSeek) !== 0;
  context.descriptors.file(fd, implied ? 0 : Rights.fdTell);
  context.memory.setUint64(resultPointer, descriptor.offset);
  return Errno.success;
}

/** Advice is checked and not taken: a file system here has nothing to gain from it. */
export function fdAdvise(context: Context, fd: number, offset: bigint, length: bigint, advice: number): Errno {
  context.descriptors.file(fd, Rights.fdAdvise);
  toOffset(offset);
  toOffset(length);
  return advice >>> 0 > LAST_ADVICE ? Errno.inval : Errno.success;
}

/** Makes the file long enough; it never gets shorter. */
export function fdAllocate(context: Context, fd: number, offset: bigint, length: bigint): Errno {
  const { file } = context.descriptors.file(fd, Rights.fdAllocate);
  if (toOffset(length) === 0n) return Errno.inval;
  const end = toOffset(offset) + length;
  if (end > MAX_OFFSET) return Errno.fbig;
  if (end > file.stat().size) file.setSize(end);
  return Errno.success;
}
