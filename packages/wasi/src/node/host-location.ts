/**
 * Where an opened host directory is, and how Node is told of the entries in it. Node has no `openat`: its calls take
 * paths only, and a path is walked anew each time, through whatever its folders have become meanwhile. There are two
 * ways around that.
 *
 * By descriptor, on Linux: `/proc/self/fd/N/name` starts at the directory that descriptor N holds, wherever it has been
 * moved to, so a call concerns exactly that directory's entry `name`. That is `openat`, and no race can bend it.
 *
 * By checked path, elsewhere: the directory's real path, verified before and after each call to lead still to the same
 * directory. A process on the host that swaps folders at the right instant, there and back, could win against that; a
 * guest cannot, as its calls come one after another.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  realpathSync,
  statfsSync,
} from "node:fs";
import { join } from "node:path";
import { Errno, WasiErrno } from "../errno.ts";
import { isSystemError } from "./host-errno.ts";
import { assertHostName } from "./host-name.ts";
import { assertRegularFile } from "./host-stat.ts";

export interface OpenedLocation {
  readonly fd: number;
  readonly location: HostLocation;
}

export interface HostLocation {
  /** A path that leads to the directory itself. */
  readonly self: string;
  /** Runs `use` on the path of the entry `name`. */
  entry<T>(name: string, use: (path: string) => T): T;
  /** @throws a system error, or WasiErrno `loop` for a symbolic link, `acces` for a process file system */
  openDirectory(name: string): OpenedLocation;
  /** Opens what is there; @throws a system error, or WasiErrno when it is no regular file */
  openFile(name: string, flags: number): number;
  /** Makes a file that is not there yet. */
  createFile(name: string, flags: number): number;
  /** A path that leads to the open file `fd` again, where there is one. */
  reopenPath(fd: number): string | undefined;
}

/** Linux: a descriptor that only points at something; opening it asks nothing of the thing. Node has no name for it. */
const O_PATH = 0o10000000;
const { O_RDONLY, O_CREAT, O_EXCL } = constants;
// Not on Windows.
const O_DIRECTORY = constants.O_DIRECTORY ?? 0;
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0;
const O_NONBLOCK = constants.O_NONBLOCK ?? 0;

/** A type that `statfs` reports; from `linux/magic.h`. */
const PROC_SUPER_MAGIC = 0x9fa0;

const big = { bigint: true } as const;

/**
 * Opens the directory at `path`, which is trusted: links in it are followed.
 * @throws Error with a system error's code, Node's own or in its form
 */
export function openLocation(path: string, by: "descriptor" | "path" | "best"): OpenedLocation {
  const fd = openSync(path, O_RDONLY | O_DIRECTORY);
  return closingOnError(fd, () => {
    const stats = fstatSync(fd, big);
    if (by !== "path" && offersDescriptorPaths(fd, stats)) {
      if (isProcessFileSystem(fd)) throw refusal("EACCES", "a process file system is no folder for a guest", path);
      return { fd, location: byDescriptor(fd, stats.dev) };
    }
    if (by === "descriptor") throw refusal("ENOTSUP", "descriptors have no paths here", path);
    if (!stats.isDirectory()) throw refusal("ENOTDIR", "not a directory", path);
    return { fd, location: byPath(realpathSync(path), stats) };
  });
}

function refusal(code: string, reason: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${reason}, open '${path}'`), { code, path, syscall: "open" });
}

/** Where each process's memory and folders are files: no sandbox would be left. Linux only. */
function isProcessFileSystem(fd: number): boolean {
  return statfsSync(descriptorPath(fd)).type === PROC_SUPER_MAGIC;
}

function descriptorPath(fd: number): string {
  return `/proc/self/fd/${fd}`;
}

function offersDescriptorPaths(fd: number, stats: BigIntStats): boolean {
  if (process.platform !== "linux") return false;
  const seen = lstatSync(`${descriptorPath(fd)}/.`, { bigint: true, throwIfNoEntry: false });
  return seen !== undefined && isSame(seen, stats);
}

function byDescriptor(fd: number, dev: bigint): HostLocation {
  const self = descriptorPath(fd);
  const path = (name: string): string => {
    assertHostName(name);
    return `${self}/${name}`;
  };

  const openDirectoryAt = (at: string): number => {
    try {
      return openSync(at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    } catch (error) {
      // One may pass through a directory that one may not list.
      if (isSystemError(error, "EACCES")) return openSync(at, O_PATH | O_DIRECTORY | O_NOFOLLOW);
      if (isSystemError(error, "ENOTDIR") && lstatSync(at).isSymbolicLink()) throw new WasiErrno(Errno.loop);
      throw error;
    }
  };

  return {
    self,
    entry: (name, use) => use(path(name)),
    openDirectory(name) {
      const opened = openDirectoryAt(path(name));
      return closingOnError(opened, () => {
        const stats = fstatSync(opened, big);
        if (stats.dev !== dev && isProcessFileSystem(opened)) throw new WasiErrno(Errno.acces);
        return { fd: opened, location: byDescriptor(opened, stats.dev) };
      });
    },
    openFile(name, flags) {
      // First only pointed at, then looked at, then opened: what is opened is what was looked at.
      const pointer = openSync(path(name), O_PATH | O_NOFOLLOW);
      try {
        assertRegularFile(fstatSync(pointer));
        return openSync(descriptorPath(pointer), flags);
      } finally {
        closeSync(pointer);
      }
    },
    createFile: (name, flags) => openSync(path(name), flags | O_CREAT | O_EXCL | O_NOFOLLOW),
    reopenPath: descriptorPath,
  };
}

function byPath(self: string, stats: BigIntStats): HostLocation {
  const check = (): void => {
    const seen = lstatSync(self, { bigint: true, throwIfNoEntry: false });
    if (seen === undefined || !seen.isDirectory() || !isSame(seen, stats) || realpathSync(self) !== self) {
      throw new WasiErrno(Errno.noent);
    }
  };

  const entry = <T>(name: string, use: (path: string) => T): T => {
    assertHostName(name);
    check();
    const result = use(join(self, name));
    check();
    return result;
  };

  /** Opens, and proves that what was opened is the entry itself and nothing a link led to. */
  const open = (name: string, flags: number): { fd: number; opened: BigIntStats } => {
    assertHostName(name);
    check();
    const path = join(self, name);
    const fd = openSync(path, flags | O_NOFOLLOW);
    return closingOnError(fd, () => {
      const opened = fstatSync(fd, big);
      check();
      const seen = lstatSync(path, big);
      if (!isSame(seen, opened)) throw new WasiErrno(seen.isSymbolicLink() ? Errno.loop : Errno.again);
      return { fd, opened };
    });
  };

  return {
    self,
    entry,
    openDirectory(name) {
      entry(name, (path) => {
        const seen = lstatSync(path);
        if (seen.isDirectory()) return;
        throw new WasiErrno(seen.isSymbolicLink() ? Errno.loop : Errno.notdir);
      });
      const { fd, opened } = open(name, O_RDONLY | O_DIRECTORY);
      return { fd, location: byPath(join(self, name), opened) };
    },
    openFile(name, flags) {
      entry(name, (path) => assertRegularFile(lstatSync(path)));
      return open(name, flags | O_NONBLOCK).fd;
    },
    createFile: (name, flags) => open(name, flags | O_CREAT | O_EXCL).fd,
    reopenPath: () => undefined,
  };
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

function closingOnError<T>(fd: number, use: () => T): T {
  try {
    return use();
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
