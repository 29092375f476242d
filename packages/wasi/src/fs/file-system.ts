/**
 * What a file system must offer to be given to a guest. Paths never reach it: `path.ts` walks them, one component at a
 * time, and asks a directory only for its own entries. So the rules that keep a guest inside its folder (`..`, absolute
 * paths, symbolic links) are written once, and every implementation is safe by construction as long as no call here
 * follows a symbolic link.
 *
 * Every call is synchronous, as WASI is, and fails by throwing a `WasiErrno`.
 */

/** The `filetype` of preview 1, by its number there. */
export const Filetype = {
  unknown: 0,
  blockDevice: 1,
  characterDevice: 2,
  directory: 3,
  regularFile: 4,
  socketDgram: 5,
  socketStream: 6,
  symbolicLink: 7,
} as const;
export type Filetype = (typeof Filetype)[keyof typeof Filetype];

/** The `filestat` of preview 1. Times are nanoseconds since 1970. */
export interface FileStat {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly filetype: Filetype;
  readonly nlink: bigint;
  readonly size: bigint;
  readonly atim: bigint;
  readonly mtim: bigint;
  readonly ctim: bigint;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly ino: bigint;
  readonly filetype: Filetype;
}

/** Nanoseconds since 1970 to set; undefined leaves a time as it is. */
export interface FileTimes {
  readonly atim?: bigint;
  readonly mtim?: bigint;
}

export interface OpenFileOptions {
  readonly read: boolean;
  readonly write: boolean;
  /** Make it when it is not there. */
  readonly create: boolean;
  /** With `create`: fail with `exist` when it is there. */
  readonly exclusive: boolean;
  readonly truncate: boolean;
  /** Each write reaches the disk before it returns: its data, or its times and size too. */
  readonly sync: "none" | "data" | "all";
}

interface Node {
  stat(): FileStat;
  setTimes(times: FileTimes): void;
  /** Wait until what was written is on the disk; `dataOnly` leaves times out. */
  sync(dataOnly: boolean): void;
  /** Called once for each opened node. */
  close(): void;
}

/** An open file. It has no position of its own: descriptors keep that. */
export interface FsFile extends Node {
  /** Fills `into` from `offset` on; returns how many bytes, 0 at the end. */
  read(into: Uint8Array, offset: bigint): number;
  /** Writes at `offset`, with zeros before it if the file is shorter; returns how many bytes. */
  write(from: Uint8Array, offset: bigint): number;
  /** Writes at the end, whatever it is at that moment; returns how many bytes. */
  append(from: Uint8Array): number;
  setSize(size: bigint): void;
}

/**
 * An open directory. `name` is one component, never empty, `.`, `..`, or with a slash or a NUL. No call follows a
 * symbolic link: where one is met, opening fails with `loop` and `stat`, `rename`, `link`, `remove*` and `setTimesOf`
 * concern the link itself.
 */
export interface FsDirectory extends Node {
  /** @throws `noent` */
  statOf(name: string): FileStat;
  setTimesOf(name: string, times: FileTimes): void;
  /** @throws `noent`, `notdir`, `loop` */
  openDirectory(name: string): FsDirectory;
  /** @throws `noent`, `exist`, `isdir`, `loop`, `rofs` */
  openFile(name: string, options: OpenFileOptions): FsFile;
  /** Every entry but `.` and `..`, in an order that stays the same while nothing changes. */
  list(): DirectoryEntry[];
  /** @throws `exist` */
  createDirectory(name: string): void;
  /** @throws `noent`, `notdir`, `notempty` */
  removeDirectory(name: string): void;
  /** @throws `noent`, `isdir` */
  removeFile(name: string): void;
  /** Replaces what is there as POSIX `rename` does. `to` is a directory of the same file system, else `xdev`. */
  rename(name: string, to: FsDirectory, toName: string): void;
  /** @throws `exist`, `perm` for a directory, `xdev` */
  link(name: string, to: FsDirectory, toName: string): void;
  /** @throws `exist` */
  symlink(target: string, name: string): void;
  /** @throws `inval` when it is not a symbolic link */
  readLink(name: string): string;
}
