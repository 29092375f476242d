import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { type Installable, TENSORFLOW_VERSION } from "./installables.ts";

/** Where what `sandpiper nn install` brings lies. */
export function installFolder(cache: string = cacheFolder()): string {
  return join(cache, "nn");
}

/** The folder of a package in this version. It is there as a whole or not at all: it is made elsewhere and moved. */
export function folderOf({ package: name, version }: Installable, cache?: string): string {
  return join(installFolder(cache), `${name}-${version}`);
}

/** The folder whose `node_modules` has a package of npm, or null when it is not installed. */
export function findNpmPackage(wanted: Installable, cache?: string): string | null {
  const folder = folderOf(wanted, cache);
  return existsSync(join(folder, "node_modules", wanted.package, "package.json")) ? folder : null;
}

/** TensorFlow's library as `nn install` keeps it. */
export function tensorflowFolder(cache?: string): string {
  return folderOf({ package: "tensorflow", version: TENSORFLOW_VERSION }, cache);
}

/** A note that `nn install` leaves beside what it installed. */
export interface InstallNote {
  readonly version: string;
  /** Where it came from, for people. */
  readonly source: string;
}

export const INSTALL_NOTE = "installed.json";

export function readInstallNote(folder: string): InstallNote | null {
  try {
    const { version, source } = JSON.parse(readFileSync(join(folder, INSTALL_NOTE), "utf8"));
    return { version: String(version), source: String(source) };
  } catch {
    return null;
  }
}
