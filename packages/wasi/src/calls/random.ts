import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";

/** Most bytes `crypto.getRandomValues` gives at once, by the Web Cryptography API. */
const QUOTA = 65_536;

export function randomGet(context: Context, pointer: number, length: number): Errno {
  const bytes = context.memory.bytes(pointer, length);
  // Shared memory is refused there, so it gets a copy.
  const scratch = bytes.buffer instanceof ArrayBuffer ? null : new Uint8Array(Math.min(bytes.length, QUOTA));
  for (let start = 0; start < bytes.length; start += QUOTA) {
    const part = bytes.subarray(start, start + QUOTA);
    if (scratch === null) crypto.getRandomValues(part as Uint8Array<ArrayBuffer>);
    else part.set(crypto.getRandomValues(scratch).subarray(0, part.length));
  }
  return Errno.success;
}
