import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { type NamedModel, SandpiperError } from "@sandpiper/core";
import { recogniseEncoding } from "@sandpiper/nn";
import { displayPath } from "../output/display-path.ts";
import type { Progress } from "../toolchain/progress.ts";
import { fetchModel } from "./fetch-model.ts";
import { hashFile, hashFolder } from "./hash-file.ts";
import type { ModelDefinition } from "./model-definition.ts";

/** What files of each kind of model are called. */
const EXTENSIONS: Readonly<Record<string, NamedModel["encoding"]>> = {
  ".tflite": "tensorflow-lite",
  ".lite": "tensorflow-lite",
  ".pb": "tensorflow",
  ".onnx": "onnx",
};

/** More labels, or longer ones, than any model has. */
const MOST_LABEL_BYTES = 4 * 1024 ** 2;

/**
 * Finds a model, fetches it first where it is named by its address, and tells what kind it is.
 * @throws `E_CONFIG` (it is not there, of no known kind, its labels cannot be read, or what was fetched is something else)
 */
export async function resolveModel(definition: ModelDefinition, onProgress?: Progress): Promise<NamedModel> {
  const { at, source } = definition;
  const path = "url" in source ? await fetchModel(at, source.url, source.sha256, onProgress) : source.path;
  const labels = typeof definition.labels === "string" ? await readLabels(at, definition.labels) : definition.labels;
  const found = await stat(path).catch(() => null);
  if (!found) throw new SandpiperError("E_CONFIG", `${at}: there is no file ${displayPath(path)}`, { hint: HINT });
  const common = { path, ...(labels ? { labels } : {}) };
  if (found.isDirectory()) {
    if (await stat(join(path, "saved_model.pb")).catch(() => null)) {
      return { ...common, sha256: await hashFolder(path), encoding: "tensorflow", tags: definition.tags ?? ["serve"] };
    }
    throw new SandpiperError("E_CONFIG", `${at}: the folder ${displayPath(path)} holds no saved_model.pb`, {
      hint: HINT,
    });
  }
  if (definition.tags) {
    throw new SandpiperError("E_CONFIG", `${at}: tags are for the folder of a saved model, and this is a file`, {
      hint: 'Take "tags" out, or name the folder.',
    });
  }
  const encoding = definition.encoding ?? (await toEncoding(path));
  if (!encoding) {
    throw new SandpiperError("E_CONFIG", `${at}: ${displayPath(path)} is of no kind of model that is known here`, {
      hint: 'TensorFlow Lite (.tflite), TensorFlow (.pb) and ONNX (.onnx) are; "encoding" names one.',
    });
  }
  return { ...common, sha256: await hashFile(path, found), encoding };
}

/** @throws `E_CONFIG` as `resolveModel` */
export async function resolveModels(
  definitions: Readonly<Record<string, ModelDefinition>>,
  onProgress?: Progress,
): Promise<Record<string, NamedModel>> {
  const models: Record<string, NamedModel> = {};
  for (const [name, definition] of Object.entries(definitions))
    models[name] = await resolveModel(definition, onProgress);
  return models;
}

const HINT = "Correct the path; in settings it is relative to the settings file.";

async function toEncoding(path: string): Promise<NamedModel["encoding"] | null> {
  const byName = EXTENSIONS[extname(path).toLowerCase()];
  if (byName) return byName;
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(8), 0, 8, 0);
    return recogniseEncoding(buffer.subarray(0, bytesRead));
  } finally {
    await file?.close();
  }
}

/** One label a line; an empty line is an empty label, but for the end of the file. */
async function readLabels(at: string, path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile() || found.size > MOST_LABEL_BYTES) {
    const what = found?.isFile() ? "is too large to be a list of labels" : "is no file";
    throw new SandpiperError("E_CONFIG", `${at}: labels: ${displayPath(path)} ${what}`, { hint: HINT });
  }
  const text = await readFile(path, "utf8");
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}
