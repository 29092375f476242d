import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";

export function environSizesGet(context: Context, countPointer: number, sizePointer: number): Errno {
  context.environ.writeSizes(context.memory, countPointer, sizePointer);
  return Errno.success;
}

export function environGet(context: Context, pointers: number, buffer: number): Errno {
  context.environ.write(context.memory, pointers, buffer);
  return Errno.success;
}
