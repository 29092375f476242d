import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";

export function argsSizesGet(context: Context, countPointer: number, sizePointer: number): Errno {
  context.args.writeSizes(context.memory, countPointer, sizePointer);
  return Errno.success;
}

export function argsGet(context: Context, pointers: number, buffer: number): Errno {
  context.args.write(context.memory, pointers, buffer);
  return Errno.success;
}
