import type { FsDirectory } from "./file-system.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import { createDirectoryInode, createFileInode, type DirectoryInode, type FileInode, Volume } from "./memory-inode.ts";

export interface MemoryFileSystemOptions {
  /** What guests may write, in bytes: files and link targets. Given files count once a guest changes them. Default 64 MiB. */
  readonly maxBytes?: number;
  /** How many names guests may have there, the given files and their directories included. Default 16,384. */
  readonly maxEntries?: number;
}

/** The root of an in-memory file system, and a way to see what became of it. */
export interface MemoryFileSystem extends FsDirectory {
  /** The content of a regular file, a copy; undefined where there is none. Links are not followed. */
  readFile(path: string): Uint8Array | undefined;
  /** A copy of every regular file by its path, such as `sub/file.txt`. */
  files(): Map<string, Uint8Array>;
}

/**
 * Makes a file system in memory that holds `files`, by relative path. Their bytes are not copied until a guest changes
 * them, so they must not change meanwhile. Guests get `fbig` for a file larger than `maxBytes`, and `nospc` where a limit
 * is reached.
 * @throws TypeError for a path that is absolute, has an empty, `.` or `..` component, or is both a file and a directory
 * @throws RangeError for limits that are no whole numbers, or too few entries for the files
 */
export function createMemoryFileSystem(
  files: Readonly<Record<string, Uint8Array>> = {},
  { maxBytes = 64 * 1024 ** 2, maxEntries = 16_384 }: MemoryFileSystemOptions = {},
): MemoryFileSystem {
  for (const limit of [maxBytes, maxEntries]) {
    if (!Number.isSafeInteger(limit) || limit < 0)
      throw new RangeError(`${limit} is no limit: it must be a whole number`);
  }
  const volume = new Volume(maxBytes, maxEntries);
  const root = createDirectoryInode(volume, null);
  let entries = 0;
  const count = () => {
    entries += 1;
    if (entries > maxEntries) throw new RangeError(`the files need more than ${maxEntries} entries`);
    volume.countEntries(1);
  };
  for (const [path, content] of Object.entries(files)) addFile(volume, root, path, content, count);
  return new Root(volume, root);
}

class Root extends MemoryDirectory implements MemoryFileSystem {
  readFile(path: string): Uint8Array | undefined {
    let at: DirectoryInode = this.inode;
    const names = path.split("/");
    const last = names.pop() ?? "";
    for (const name of names) {
      const next = at.entries.get(name);
      if (next?.kind !== "directory") return undefined;
      at = next;
    }
    const found = at.entries.get(last);
    return found?.kind === "file" ? copyOf(found) : undefined;
  }

  files(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    // A guest decides how deep this goes, so it is not a recursion.
    const ahead: (readonly [string, DirectoryInode])[] = [["", this.inode]];
    for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
      const [prefix, directory] = next;
      for (const [name, inode] of directory.entries) {
        if (inode.kind === "directory") ahead.push([`${prefix}${name}/`, inode]);
        else if (inode.kind === "file") found.set(prefix + name, copyOf(inode));
      }
    }
    return found;
  }
}

function addFile(volume: Volume, root: DirectoryInode, path: string, content: Uint8Array, count: () => void): void {
  const names = path.split("/");
  if (path.includes("\0") || names.some((name) => name === "" || name === "." || name === "..")) {
    throw new TypeError(`"${path}" is no relative path of a file`);
  }
  const last = names.pop() ?? "";
  let at = root;
  for (const name of names) {
    let next = at.entries.get(name);
    if (next === undefined) {
      count();
      next = createDirectoryInode(volume, at);
      at.entries.set(name, next);
      at.nlink += 1;
    }
    if (next.kind !== "directory") throw new TypeError(`"${path}" lies in what is a file`);
    at = next;
  }
  if (at.entries.has(last)) throw new TypeError(`"${path}" is both a file and a directory`);
  count();
  at.entries.set(last, createFileInode(volume, content));
}

function copyOf(inode: FileInode): Uint8Array {
  return inode.content.slice(0, inode.size);
}
