import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { Graph, ModelContent } from "../backend.ts";
import { NnError } from "../nn-error.ts";
import type { Backends } from "./backends.ts";
import type { CachedGraph } from "./graph-cache.ts";
import type { ModelAddress, ModelSource } from "./protocol.ts";

/** One run uses one thread: there are as many inference threads as processors to run them on. */
const OPTIONS = { threads: 1 };

/**
 * Gets a model from its source and loads it.
 * @throws NnError, and `E_ENGINE_UNAVAILABLE` when its backend is not installed
 */
export async function loadGraph(
  { key, encoding, source, native }: ModelAddress,
  backends: Backends,
): Promise<CachedGraph> {
  const backend = await backends.get(encoding, native);
  const load = async (content: ModelContent): Promise<Graph> => backend.load(content, OPTIONS);
  switch (source.kind) {
    case "bytes":
      return { graph: await load({ bytes: new Uint8Array(source.bytes) }), bytes: source.bytes, native };
    case "file":
      return { graph: await load({ bytes: await readModel(source.path, key) }), bytes: null, native };
    case "folder":
      return { graph: await load({ folder: source.path, tags: source.tags }), bytes: null, native };
    case "files":
      return { graph: await withFolder(source, (folder) => load({ folder, tags: source.tags })), bytes: null, native };
  }
}

async function readModel(path: string, sha256: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new NnError("not-found", `the model's file ${path} cannot be read: ${cause}`, { cause });
  }
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw new NnError("runtime-error", `the model's file ${path} has changed since its function was loaded`);
  }
  return bytes;
}

/** TensorFlow reads saved models from a folder alone; a guest's are written to one for as long as that takes. */
async function withFolder<T>(source: ModelSource & { kind: "files" }, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "sandpiper-model-"));
  try {
    for (const [name, bytes] of source.files) {
      const path = resolve(folder, name);
      if (relative(folder, path).startsWith("..")) throw new NnError("invalid-argument", `a model with a file ${name}`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
