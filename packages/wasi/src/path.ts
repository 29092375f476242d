import { DirectoryHandle } from "./descriptors.ts";
import { Errno, WasiErrno } from "./errno.ts";
import { type FileStat, Filetype, type FsDirectory } from "./fs/file-system.ts";

/** Longest name of an entry, in bytes of UTF-8, as nearly every file system has it. */
const MAX_NAME_BYTES = 255;
/** Symbolic links expanded in one walk before it is called a loop, as on Linux. */
const MAX_LINKS = 40;
/** Directories held open at once in one walk; each may be a descriptor of the host. */
const MAX_DEPTH = 256;

const ENCODER = new TextEncoder();

/**
 * Whether a symbolic link in the last place is expanded: `always`, `never`, or `slash`: only when the path says by a
 * trailing slash that it means a directory. Links before the last place always are.
 */
export type Follow = "always" | "slash" | "never";

/**
 * Where a path leads: an entry of an open directory, there or not. To be closed after use, best by `atPath`.
 */
export interface Place {
  readonly directory: FsDirectory;
  /** The entry's name; null when the path ends in `.`, `..` or leads to where it began: it is `directory` itself. */
  readonly name: string | null;
  /** The path ended in a slash, so it means a directory. */
  readonly slash: boolean;
  /** What the entry is, when the walk had to look: undefined if it did not look, null if nothing is there. */
  readonly stat: FileStat | null | undefined;
}

/** Walks `path` from `base`, hands the place to `use`, and closes what the walk opened. @throws as `Walk.place` does */
export function atPath<T>(
  base: DirectoryHandle,
  path: string,
  follow: Follow,
  use: (place: Place, walk: Walk) => T,
): T {
  const walk = new Walk(base);
  try {
    return use(walk.place(path, follow), walk);
  } finally {
    walk.close();
  }
}

/** What is there, not following a symbolic link. @throws `noent`, `notdir` if a slash asks for a directory */
export function statPlace(place: Place): FileStat {
  if (place.name === null) return place.directory.stat();
  const stat = place.stat === undefined ? place.directory.statOf(place.name) : place.stat;
  if (stat === null) throw new WasiErrno(Errno.noent);
  if (place.slash && stat.filetype !== Filetype.directory) throw new WasiErrno(Errno.notdir);
  return stat;
}

/**
 * One walk along a path. Every directory on the way stays open until the end, so `..` goes back to the very directory the
 * walk came through, whatever was renamed meanwhile, and never above the one it began in.
 */
export class Walk {
  /** The directory it began in, and those it went down into. */
  readonly #opened: DirectoryHandle[];
  /** Components still to walk, the next one last. */
  readonly #ahead: string[] = [];
  #links = 0;

  constructor(base: DirectoryHandle) {
    this.#opened = [base.retain()];
  }

  /** The directory it stands in. */
  get handle(): DirectoryHandle {
    return this.#opened[this.#opened.length - 1] as DirectoryHandle;
  }

  /** The directory above that one, or none where it began. */
  get above(): DirectoryHandle | undefined {
    return this.#opened[this.#opened.length - 2];
  }

  /**
   * @throws `noent` for an empty path or a missing directory on the way, `perm` for an absolute path or one that leaves the
   * directory it begins in, `notdir`, `loop`, `nametoolong`
   */
  place(path: string, follow: Follow): Place {
    this.#push(path, false);
    const slash = path.endsWith("/");
    const expand = follow === "always" || (follow === "slash" && slash);
    for (;;) {
      const name = this.#ahead.pop();
      if (name === undefined || name === ".") {
        if (this.#ahead.length > 0) continue;
        return { directory: this.handle.directory, name: null, slash, stat: undefined };
      }
      if (name === "..") this.#leave();
      else if (this.#ahead.length > 0) this.#enter(name);
      else {
        checkName(name);
        const directory = this.handle.directory;
        if (!expand) return { directory, name, slash, stat: undefined };
        const stat = statOrNull(directory, name);
        if (stat?.filetype !== Filetype.symbolicLink) return { directory, name, slash, stat };
        this.#expand(name);
      }
    }
  }

  close(): void {
    for (const handle of this.#opened.splice(0)) handle.release();
  }

  #push(path: string, isTarget: boolean): void {
    if (path === "") throw new WasiErrno(Errno.noent);
    if (path.startsWith("/")) throw new WasiErrno(Errno.perm);
    const names = path.split("/").filter((name) => name !== "");
    // A trailing slash in a link's target means a directory; that of the whole path is the caller's to judge.
    if (isTarget && path.endsWith("/")) names.push(".");
    for (const name of names.reverse()) this.#ahead.push(name);
  }

  #leave(): void {
    if (this.#opened.length === 1) throw new WasiErrno(Errno.perm);
    this.#opened.pop()?.release();
  }

  #enter(name: string): void {
    checkName(name);
    if (this.#opened.length > MAX_DEPTH) throw new WasiErrno(Errno.nametoolong);
    let directory: FsDirectory;
    try {
      directory = this.handle.directory.openDirectory(name);
    } catch (error) {
      if (!(error instanceof WasiErrno) || error.errno !== Errno.loop) throw error;
      this.#expand(name);
      return;
    }
    this.#opened.push(new DirectoryHandle(directory));
  }

  #expand(name: string): void {
    this.#links += 1;
    if (this.#links > MAX_LINKS) throw new WasiErrno(Errno.loop);
    this.#push(this.handle.directory.readLink(name), true);
  }
}

function statOrNull(directory: FsDirectory, name: string): FileStat | null {
  try {
    return directory.statOf(name);
  } catch (error) {
    if (error instanceof WasiErrno && error.errno === Errno.noent) return null;
    throw error;
  }
}

function checkName(name: string): void {
  // No character takes more than 3 bytes for each of its UTF-16 units.
  if (name.length * 3 <= MAX_NAME_BYTES) return;
  if (ENCODER.encode(name).length > MAX_NAME_BYTES) throw new WasiErrno(Errno.nametoolong);
}
