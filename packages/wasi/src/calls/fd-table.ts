import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";
import { writePrestat } from "../layouts.ts";

export function fdClose(context: Context, fd: number): Errno {
  context.descriptors.close(fd);
  return Errno.success;
}

export function fdRenumber(context: Context, from: number, to: number): Errno {
  context.descriptors.renumber(from, to);
  return Errno.success;
}

/** `badf` says both that it is not open and that it is no preopen: guests count up from 3 until they meet it. */
export function fdPrestatGet(context: Context, fd: number, resultPointer: number): Errno {
  const descriptor = context.descriptors.get(fd);
  if (descriptor?.kind !== "directory" || descriptor.preopen === null) return Errno.badf;
  writePrestat(context.memory, resultPointer, descriptor.preopen.length);
  return Errno.success;
}

export function fdPrestatDirName(context: Context, fd: number, pointer: number, length: number): Errno {
  const descriptor = context.descriptors.get(fd);
  if (descriptor?.kind !== "directory" || descriptor.preopen === null) return Errno.badf;
  if (length >>> 0 < descriptor.preopen.length) return Errno.nametoolong;
  context.memory.at(pointer, length >>> 0);
  context.memory.set(pointer, descriptor.preopen);
  return Errno.success;
}
