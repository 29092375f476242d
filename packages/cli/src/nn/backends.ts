import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
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

export const INSTALLABLE = ["tensorflow", "onnx"] as const;
export type InstallableBackend = (typeof INSTALLABLE)[number];

/** Names of its folders in the cache, before the version. */
const FOLDERS: Readonly<Record<InstallableBackend, readonly string[]>> = {
  tensorflow: ["tensorflow", KOFFI.package],
  onnx: [ONNX_RUNTIME.package],
};

export async function listBackends(cache: string): Promise<BackendStatus[]> {
  return [LITERT, await tensorflowStatus(cache), await onnxStatus(cache)];
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
  const removed: string[] = [];
  let bytes = 0;
  for (const entry of await readdir(parent).catch(() => [])) {
    if (!FOLDERS[name].some((prefix) => new RegExp(`^${prefix}-\\d`).test(entry))) continue;
    const folder = join(parent, entry);
    bytes += await folderSize(folder);
    await rm(folder, { recursive: true, force: true });
    removed.push(folder);
  }
  return { removed, bytes };
}
