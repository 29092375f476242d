import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { WasmEdgePlace } from "./installation.ts";

export interface FindOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Folders that hold a whole Linux with WasmEdge in it; looked at last. */
  readonly roots?: readonly string[];
}

/** Names of the library by platform; a number behind `.so` is that of its interface. */
const LIBRARIES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ["libwasmedge.so.0", "libwasmedge.so"],
  darwin: ["libwasmedge.0.dylib", "libwasmedge.dylib"],
};

/** By processor: the folder of libraries as Debian names it, and the dynamic loader within a root. */
const LINUX: Readonly<Partial<Record<NodeJS.Architecture, { triplet: string; loader: string }>>> = {
  x64: { triplet: "x86_64-linux-gnu", loader: "lib64/ld-linux-x86-64.so.2" },
  arm64: { triplet: "aarch64-linux-gnu", loader: "lib/ld-linux-aarch64.so.1" },
};

/** Where systems put what is installed. */
const SYSTEM_PREFIXES = ["/usr/local", "/usr", "/opt/homebrew", "/opt/local"];

/**
 * All places of this machine where a WasmEdge lies, in the order they are tried: what the variables `SANDPIPER_WASMEDGE`
 * and `WASMEDGE_DIR` name, beside the program on the `PATH`, where upstream's installer puts it, the library path, the
 * system, and the roots that are given.
 */
export function findPlaces({ env = process.env, roots = [] }: FindOptions = {}): WasmEdgePlace[] {
  const program = findProgram(env.PATH ?? "");
  const libraryPath = [env.LD_LIBRARY_PATH, env.DYLD_LIBRARY_PATH].join(delimiter).split(delimiter);
  const found = [
    ...(env.SANDPIPER_WASMEDGE ? named("SANDPIPER_WASMEDGE", env.SANDPIPER_WASMEDGE) : []),
    ...(env.WASMEDGE_DIR ? [atPrefix("WASMEDGE_DIR", env.WASMEDGE_DIR)] : []),
    ...(program ? [{ ...atPrefix("PATH", dirname(dirname(realpathSync(program)))), program }] : []),
    atPrefix("~/.wasmedge", join(env.HOME ?? homedir(), ".wasmedge")),
    ...libraryPath.filter((folder) => folder !== "").map((folder) => inFolder("LD_LIBRARY_PATH", folder)),
    ...SYSTEM_PREFIXES.map((prefix) => atPrefix(prefix, prefix)),
    ...roots.map((root) => inRoot(root, root)),
  ];
  const seen = new Set<string>();
  return found.filter(({ library, program: known }) => {
    const key = library ?? known;
    if (key === null || seen.has(realpathSync(key))) return false;
    seen.add(realpathSync(key));
    return true;
  });
}

/** What a variable may name: a library, a folder with `lib` and `bin`, a folder of libraries, or a root. */
function named(where: string, path: string): WasmEdgePlace[] {
  if (isFile(path)) return [{ where, library: path, program: null, loader: [] }];
  return [inRoot(where, path), atPrefix(where, path), inFolder(where, path)];
}

function atPrefix(where: string, prefix: string): WasmEdgePlace {
  const triplet = LINUX[process.arch]?.triplet;
  const folders = ["lib", "lib64", ...(triplet ? [join("lib", triplet)] : [])];
  const library = firstFile(folders.flatMap((folder) => libraryNames().map((name) => join(prefix, folder, name))));
  return { where, library, program: firstFile([join(prefix, "bin", "wasmedge")]), loader: [] };
}

function inFolder(where: string, folder: string): WasmEdgePlace {
  return { where, library: firstFile(libraryNames().map((name) => join(folder, name))), program: null, loader: [] };
}

/** In another Linux than this machine's: only with the C library that it was built against. */
function inRoot(where: string, root: string): WasmEdgePlace {
  const place = atPrefix(where, join(root, "usr"));
  const system = LINUX[process.arch];
  const loader = system && firstFile([join(root, system.loader)]);
  if (!loader) return { ...place, library: null, program: null };
  return { ...place, loader: [loader, "--library-path", join(root, "usr/lib", system.triplet)] };
}

function libraryNames(): readonly string[] {
  return LIBRARIES[process.platform] ?? [];
}

function findProgram(path: string): string | null {
  return firstFile(path.split(delimiter).map((folder) => join(folder, "wasmedge")));
}

function firstFile(paths: readonly string[]): string | null {
  return paths.find(isFile) ?? null;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
