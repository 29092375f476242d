import type { DirectoryGrant, Limits } from "@sandpiper/core";
import { NnError } from "@sandpiper/nn";
import { Filetype, type FsDirectory, type FsFile, WasiErrno } from "@sandpiper/wasi";
import { type OpenHostDirectory, openPreopens } from "./open-preopens.ts";

/** Deeper, or with more files, than any saved model. */
const MOST_DEPTH = 16;
const MOST_FILES = 4096;
const READ = { read: true, write: false, create: false, exclusive: false, truncate: false, sync: "none" } as const;

/**
 * Everything in a folder that a guest was granted, by its path in the guest: relative path -> content. No symbolic link is
 * followed. A folder in memory is read as it was granted: what the guest wrote since is not in it.
 * @throws NnError `not-found` (no such folder among its own), `too-large` (more than its memory could hold)
 */
export function readGrantedFolder(
  path: string,
  grants: readonly DirectoryGrant[],
  limits: Limits,
  openHostDirectory: OpenHostDirectory | null,
): Map<string, Uint8Array> {
  const wanted = toParts(path);
  const grant = grants
    .filter(({ guest }) => toParts(guest).every((part, at) => wanted[at] === part))
    .sort((a, b) => toParts(b.guest).length - toParts(a.guest).length)[0];
  if (!grant) throw new NnError("not-found", `the function was granted no folder that holds ${path}`);
  const open: { close(): void }[] = [];
  const opened = <T extends { close(): void }>(node: T): T => {
    open.push(node);
    return node;
  };
  try {
    let folder: FsDirectory = opened(openPreopens([grant], limits, openHostDirectory)[0]!.directory);
    for (const part of wanted.slice(toParts(grant.guest).length)) folder = opened(folder.openDirectory(part));
    const files = new Map<string, Uint8Array>();
    let left = limits.memoryBytes;
    const collect = (directory: FsDirectory, prefix: string, depth: number): void => {
      for (const { name, filetype } of directory.list()) {
        if (files.size > MOST_FILES || depth > MOST_DEPTH)
          throw new NnError("too-large", `${path} holds too many files`);
        if (filetype === Filetype.directory) {
          collect(opened(directory.openDirectory(name)), `${prefix}${name}/`, depth + 1);
        } else if (filetype === Filetype.regularFile) {
          const file = opened(directory.openFile(name, READ));
          const size = Number(file.stat().size);
          if (size > left) throw new NnError("too-large", `${path} holds more than the function's memory could`);
          left -= size;
          files.set(prefix + name, readAll(file, size));
        }
      }
    };
    collect(folder, "", 0);
    return files;
  } catch (error) {
    if (!(error instanceof WasiErrno)) throw error;
    throw new NnError("not-found", `${path} cannot be read (WASI errno ${error.errno})`, { cause: error });
  } finally {
    for (const node of open.reverse()) node.close();
  }
}

/** A guest knows a folder by `/a/b`, `a/b` or `./a/b`: all the same here. */
function toParts(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

function readAll(file: FsFile, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const read = file.read(bytes.subarray(at), BigInt(at));
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}
