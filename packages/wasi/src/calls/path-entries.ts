import type { Context } from "../context.ts";
import { Errno, WasiErrno } from "../errno.ts";
import { Filetype } from "../fs/file-system.ts";
import { atPath, statPlace } from "../path.ts";
import { Rights } from "../rights.ts";

export function pathCreateDirectory(context: Context, fd: number, pointer: number, length: number): Errno {
  const { handle } = context.descriptors.directory(fd, Rights.pathCreateDirectory);
  return atPath(handle, context.memory.path(pointer, length), "never", ({ directory, name }) => {
    if (name === null) return Errno.exist;
    directory.createDirectory(name);
    return Errno.success;
  });
}

export function pathRemoveDirectory(context: Context, fd: number, pointer: number, length: number): Errno {
  const { handle } = context.descriptors.directory(fd, Rights.pathRemoveDirectory);
  return atPath(handle, context.memory.path(pointer, length), "never", ({ directory, name }) => {
    if (name === null) return Errno.inval;
    directory.removeDirectory(name);
    return Errno.success;
  });
}

export function pathUnlinkFile(context: Context, fd: number, pointer: number, length: number): Errno {
  const { handle } = context.descriptors.directory(fd, Rights.pathUnlinkFile);
  return atPath(handle, context.memory.path(pointer, length), "never", (place) => {
    if (place.name === null) return Errno.isdir;
    // With a slash it is either a directory or the wrong thing, which `statPlace` says.
    if (place.slash && statPlace(place).filetype === Filetype.directory) return Errno.isdir;
    place.directory.removeFile(place.name);
    return Errno.success;
  });
}

export function pathRename(
  context: Context,
  fd: number,
  pointer: number,
  length: number,
  toFd: number,
  toPointer: number,
  toLength: number,
): Errno {
  const { memory, descriptors } = context;
  const from = descriptors.directory(fd, Rights.pathRenameSource);
  const to = descriptors.directory(toFd, Rights.pathRenameTarget);
  const oldPath = memory.path(pointer, length);
  const newPath = memory.path(toPointer, toLength);
  return atPath(from.handle, oldPath, "never", (source) =>
    atPath(to.handle, newPath, "never", (target) => {
      if (source.name === null || target.name === null) return Errno.busy;
      if (source.slash || target.slash) {
        const { filetype } = statPlace(source);
        if (filetype !== Filetype.directory) throw new WasiErrno(Errno.notdir);
      }
      source.directory.rename(source.name, target.directory, target.name);
      return Errno.success;
    }),
  );
}
