import { SandpiperError } from "@sandpiper/core";
import type { Backend, Graph, GraphOptions, ModelContent } from "../../backend.ts";
import { type FoundTensorflow, findTensorflow } from "../../install/find-tensorflow.ts";
import { KOFFI } from "../../install/installables.ts";
import { findNpmPackage } from "../../install/installed-folder.ts";
import { loadKoffi } from "../koffi.ts";
import { loadFrozenGraph } from "./load-frozen-graph.ts";
import { loadSavedModel } from "./load-saved-model.ts";
import { openLibrary, type TensorflowLibrary } from "./open-library.ts";
import { type OperatorList, readOperatorList } from "./operator-list.ts";

export interface TensorflowOptions {
  /** Takes a line for the operator's log. */
  readonly log?: (line: string) => void;
  /** The cache folder; default: `cacheFolder()`. */
  readonly cache?: string;
}

/**
 * Frozen graphs and saved models, by TensorFlow's C library. It is loaded into this process and stays until its end.
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` when there is none, or it does not load
 */
export async function createTensorflowBackend({ log, cache }: TensorflowOptions = {}): Promise<Backend> {
  const koffi = findNpmPackage(KOFFI, cache);
  const found = await findTensorflow({ cache });
  if (koffi === null || found === null) {
    throw new SandpiperError(
      "E_ENGINE_UNAVAILABLE",
      found === null
        ? "there is no TensorFlow library here"
        : `the TensorFlow in ${found.folder} lacks its binding (${KOFFI.package})`,
      { hint: "Run npx sandpiper nn install tensorflow." },
    );
  }
  const library = open(koffi, found);
  log?.(`TensorFlow ${library.TF_Version()} of ${found.folder}`);
  return new TensorflowBackend(library);
}

class TensorflowBackend implements Backend {
  readonly name = "tensorflow";
  readonly encoding = "tensorflow";
  readonly #library: TensorflowLibrary;
  readonly #operators: OperatorList;

  constructor(library: TensorflowLibrary) {
    this.#library = library;
    this.#operators = readOperatorList(library);
  }

  load(model: ModelContent, options: GraphOptions): Graph {
    if ("folder" in model) return loadSavedModel(this.#library, this.#operators, model, options);
    return loadFrozenGraph(this.#library, this.#operators, unshared(model.bytes), options);
  }

  close(): void {
    // Its threads never end: a library that is unloaded beneath them would take the process with it.
  }
}

/** A copy of bytes that others may write to while they are read: what is checked must be what is loaded. */
function unshared(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}

function open(koffi: string, { folder, files }: FoundTensorflow): TensorflowLibrary {
  try {
    return openLibrary(loadKoffi(koffi), files);
  } catch (cause) {
    throw new SandpiperError(
      "E_ENGINE_UNAVAILABLE",
      `the TensorFlow library in ${folder} does not load: ${cause instanceof Error ? cause.message : String(cause)}`,
      { hint: "Is it built for this machine? npx sandpiper nn install tensorflow brings one that is.", cause },
    );
  }
}
