import type { Context } from "../context.ts";
import { Errno, WasiErrno } from "../errno.ts";
import { Lookupflags } from "../flags.ts";
import { Filetype } from "../fs/file-system.ts";
import { atPath, type Place, statPlace } from "../path.ts";
import { Rights } from "../rights.ts";

const ENCODER = new TextEncoder();

export function pathLink(
  context: Context,
  fd: number,
  lookup: number,
  pointer: number,
  length: number,
  toFd: number,
  toPointer: number,
  toLength: number,
): Errno {
  const { memory, descriptors } = context;
  const from = descriptors.directory(fd, Rights.pathLinkSource);
  const to = descriptors.directory(toFd, Rights.pathLinkTarget);
  const oldPath = memory.path(pointer, length);
  const newPath = memory.path(toPointer, toLength);
  if ((lookup & ~Lookupflags.all) !== 0) return Errno.inval;
  const follow = (lookup & Lookupflags.symlinkFollow) !== 0 ? "always" : "slash";
  return atPath(from.handle, oldPath, follow, (source) =>
    atPath(to.handle, newPath, "never", (target) => {
      if (statPlace(source).filetype === Filetype.directory || source.name === null) return Errno.perm;
      source.directory.link(source.name, target.directory, newName(target));
      return Errno.success;
    }),
  );
}

/** A link may not be made to an absolute path: it could lead nowhere but out. */
export function pathSymlink(
  context: Context,
  targetPointer: number,
  targetLength: number,
  fd: number,
  pointer: number,
  length: number,
): Errno {
  const { memory } = context;
  const { handle } = context.descriptors.directory(fd, Rights.pathSymlink);
  const target = memory.path(targetPointer, targetLength);
  const path = memory.path(pointer, length);
  if (target === "") return Errno.noent;
  if (target.startsWith("/")) return Errno.perm;
  return atPath(handle, path, "never", (place) => {
    place.directory.symlink(target, newName(place));
    return Errno.success;
  });
}

/** What does not fit is cut off. An absolute target, which only a host's folder can hold, is the host's own matter. */
export function pathReadlink(
  context: Context,
  fd: number,
  pointer: number,
  length: number,
  bufferPointer: number,
  bufferLength: number,
  resultPointer: number,
): Errno {
  const { memory } = context;
  const { handle } = context.descriptors.directory(fd, Rights.pathReadlink);
  const path = memory.path(pointer, length);
  const buffer = memory.bytes(bufferPointer, bufferLength);
  memory.at(resultPointer, 4);
  return atPath(handle, path, "slash", ({ directory, name }) => {
    if (name === null) return Errno.inval;
    const target = directory.readLink(name);
    if (target.startsWith("/")) return Errno.perm;
    const bytes = ENCODER.encode(target).subarray(0, buffer.length);
    buffer.set(bytes);
    memory.setUint32(resultPointer, bytes.length);
    return Errno.success;
  });
}

/** The name of something to be made that is no directory. @throws `exist`, `notdir`, `noent` */
function newName(place: Place): string {
  if (place.name === null) throw new WasiErrno(Errno.exist);
  if (place.slash) {
    statPlace(place);
    throw new WasiErrno(Errno.exist);
  }
  return place.name;
}
