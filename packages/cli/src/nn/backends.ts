import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  findNativeLitert,
  findNpmPackage,
  findTensorflow,
  installFolder,
  KOFFI,
  litertVersion,
  ONNX_RUNTIME,
  readInstallNote,
} from "@sandpiper/nn/install";
import { folderSize } from "./folder-size.ts";

/** A backend of inference, as `nn list` tells of it. */
export interface BackendStatus {
  readonly name: string;
  /** The models it runs, in words. */
  readonly models: string;
  readonly installed: boolean;
  /** It comes with Sandpiper. */
  readonly builtIn: boolean;
  /** Null: not installed, or others installed it and do not say. */
  readonly version: string | null;
  readonly folder: string | null;
  /** What it takes on the disk; null for what is not ours. */
  readonly bytes: number | null;
}

export const INSTALLABLE = ["litert-native", "tensorflow", "onnx"] as const;
export type InstallableBackend = (typeof INSTALLABLE)[number];

/** The name of its folder in the cache, before the version, and whether it needs koffi's beside it. */
const FOLDERS: Readonly<Record<InstallableBackend, { readonly own: string; readonly koffi: boolean }>> = {
  "litert-native": { own: "litert", koffi: true },
  tensorflow: { own: "tensorflow", koffi: true },
  onnx: { own: ONNX_RUNTIME.package, koffi: false },
};

export async function listBackends(cache: string): Promise<BackendStatus[]> {
  return [LITERT, await nativeLitertStatus(cache), await tensorflowStatus(cache), await onnxStatus(cache)];
}

const LITERT: BackendStatus = {
  name: "litert",
  models: "TensorFlow Lite (.tflite)",
  installed: true,
  builtIn: true,
  version: litertVersion(),
  folder: null,
  bytes: null,
};

async function nativeLitertStatus(cache: string): Promise<BackendStatus> {
  const folder = findNativeLitert(cache)?.folder ?? null;
  return {
    name: "litert-native",
    models: "the same, as native code",
    installed: folder !== null,
    builtIn: false,
    version: folder === null ? null : (readInstallNote(folder)?.version ?? null),
    folder,
    bytes: folder === null ? null : await folderSize(folder),
  };
}

async function tensorflowStatus(cache: string): Promise<BackendStatus> {
  const koffi = findNpmPackage(KOFFI, cache);
  const found = await findTensorflow({ cache });
  const own = found?.by === "installed";
  return {
    name: "tensorflow",
    models: "frozen graphs (.pb), saved models",
    installed: koffi !== null && found !== null,
    builtIn: false,
    version: own ? (readInstallNote(found.folder)?.version ?? null) : null,
    folder: found?.folder ?? null,
    bytes: own ? await folderSize(found.folder) : null,
  };
}

async function onnxStatus(cache: string): Promise<BackendStatus> {
  const folder = findNpmPackage(ONNX_RUNTIME, cache);
  const version = folder === null ? null : ONNX_RUNTIME.version;
  const bytes = folder === null ? null : await folderSize(folder);
  return { name: "onnx", models: "ONNX (.onnx)", installed: folder !== null, builtIn: false, version, folder, bytes };
}

/** Removes what `nn install` brought, in every version. */
export async function removeBackend(
  name: InstallableBackend,
  cache: string,
): Promise<{ removed: string[]; bytes: number }> {
  const parent = installFolder(cache);
  const entries = await readdir(parent).catch(() => []);
  const isOf = (entry: string, prefix: string) => new RegExp(`^${prefix}-\\d`).test(entry);
  const others = INSTALLABLE.filter((other) => other !== name && FOLDERS[other].koffi);
  const shared = others.some((other) => entries.some((entry) => isOf(entry, FOLDERS[other].own)));
  const { own, koffi } = FOLDERS[name];
  const prefixes = koffi && !shared ? [own, KOFFI.package] : [own];
  const removed: string[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (!prefixes.some((prefix) => isOf(entry, prefix))) continue;
    const folder = join(parent, entry);
    bytes += await folderSize(folder);
    await rm(folder, { recursive: true, force: true });
    removed.push(folder);
  }
  return { removed, bytes };
}
