import type { Context } from "../context.ts";
import { Errno } from "../errno.ts";
import { Lookupflags } from "../flags.ts";
import { FILESTAT_BYTES, writeFileStat } from "../layouts.ts";
import { atPath, statPlace } from "../path.ts";
import { Rights } from "../rights.ts";
import { toTimes } from "./fd-stat.ts";

export function pathFilestatGet(
  context: Context,
  fd: number,
  lookup: number,
  pointer: number,
  length: number,
  resultPointer: number,
): Errno {
  const { memory } = context;
  const { handle } = context.descriptors.directory(fd, Rights.pathFilestatGet);
  const path = memory.path(pointer, length);
  memory.at(resultPointer, FILESTAT_BYTES);
  if ((lookup & ~Lookupflags.all) !== 0) return Errno.inval;
  const stat = atPath(handle, path, followOf(lookup), statPlace);
  writeFileStat(memory, resultPointer, stat);
  return Errno.success;
}

export function pathFilestatSetTimes(
  context: Context,
  fd: number,
  lookup: number,
  pointer: number,
  length: number,
  atim: bigint,
  mtim: bigint,
  flags: number,
): Errno {
  const { handle } = context.descriptors.directory(fd, Rights.pathFilestatSetTimes);
  const path = context.memory.path(pointer, length);
  if ((lookup & ~Lookupflags.all) !== 0) return Errno.inval;
  const times = toTimes(atim, mtim, flags);
  return atPath(handle, path, followOf(lookup), (place) => {
    if (place.slash) statPlace(place);
    if (place.name === null) place.directory.setTimes(times);
    else place.directory.setTimesOf(place.name, times);
    return Errno.success;
  });
}

function followOf(lookup: number): "always" | "slash" {
  return (lookup & Lookupflags.symlinkFollow) !== 0 ? "always" : "slash";
}
