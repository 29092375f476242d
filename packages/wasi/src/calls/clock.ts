import { clockOf } from "../clocks.ts";
import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";

export function clockResGet(context: Context, id: number, resultPointer: number): Errno {
  const clock = clockOf(id);
  if (clock === undefined) return Errno.inval;
  context.memory.setUint64(resultPointer, clock.resolution);
  return Errno.success;
}

/** `precision` is how old a time may be; the clocks are always asked, so it does not matter. */
export function clockTimeGet(context: Context, id: number, _precision: bigint, resultPointer: number): Errno {
  const clock = clockOf(id);
  if (clock === undefined) return Errno.inval;
  context.memory.setUint64(resultPointer, clock.now(context.createdMs));
  return Errno.success;
}
