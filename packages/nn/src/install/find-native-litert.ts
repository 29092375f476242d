import { existsSync } from "node:fs";
import { join } from "node:path";
import { KOFFI, LITERT_VERSION, litertFileName } from "./installables.ts";
import { findNpmPackage, folderOf } from "./installed-folder.ts";

/** LiteRT as native code, as `nn install litert-native` keeps it. No other is taken: its C API changes from version to version. */
export interface FoundNativeLitert {
  readonly folder: string;
  readonly library: string;
  /** The folder whose `node_modules` has what it is bound with. */
  readonly koffi: string;
}

export function nativeLitertFolder(cache?: string): string {
  return folderOf({ package: "litert", version: LITERT_VERSION }, cache);
}

/** Null when it is not installed. */
export function findNativeLitert(cache?: string): FoundNativeLitert | null {
  const koffi = findNpmPackage(KOFFI, cache);
  const folder = nativeLitertFolder(cache);
  const library = join(folder, litertFileName());
  return koffi !== null && existsSync(library) ? { folder, library, koffi } : null;
}
