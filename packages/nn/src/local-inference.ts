import { type InferenceGrant, type NamedModel, SandpiperError } from "@sandpiper/core";
import type { Backend, Graph, MaybePromise, ModelContent } from "./backend.ts";
import { type Encoding, recogniseEncoding } from "./encoding.ts";
import type { Inference, Model } from "./inference.ts";
import { NnError } from "./nn-error.ts";

export interface LocalInferenceOptions {
  /** Backends that are ready, each of which answers at once. */
  readonly backends: readonly Backend[];
  /** The content of a model that the settings name; left out, none can be had by name. */
  readonly read?: (model: NamedModel) => Uint8Array;
}

/** Inference in the calling thread. */
export interface LocalInference {
  open(grant: InferenceGrant): Inference;
  close(): void;
}

interface Known {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly graph: Graph;
}

/** As many models are kept; those not used for longest go first. A deployment has few. */
const MOST_KEPT = 8;

/**
 * Inference where there are no threads: a model runs in the guest's own thread, and nothing stops it but whoever stops the thread.
 * Models are kept from one invocation to the next.
 */
export function createLocalInference({ backends, read }: LocalInferenceOptions): LocalInference {
  /** The least recently used first. */
  const kept: Known[] = [];

  function find(bytes: Uint8Array, encoding: Encoding): Known {
    const at = kept.findIndex((known) => known.encoding === encoding && isEqual(known.bytes, bytes));
    const [found] = at < 0 ? [] : kept.splice(at, 1);
    if (found && !found.graph.lost) {
      kept.push(found);
      return found;
    }
    found?.graph.close();
    // The guest's memory is the guest's to change.
    const own = bytes.slice();
    const graph = atOnce(backendFor(encoding).load({ bytes: own } satisfies ModelContent, { threads: 1 }));
    const known = { bytes: own, encoding, graph };
    kept.push(known);
    if (kept.length > MOST_KEPT) kept.shift()!.graph.close();
    return known;
  }

  function backendFor(encoding: Encoding): Backend {
    const backend = backends.find((one) => one.encoding === encoding);
    if (backend) return backend;
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `${encoding} models do not run in this deployment`, {
      hint: "Deploy it where they do (sandpiper targets), or convert the model to TensorFlow Lite.",
    });
  }

  function toModel(bytes: Uint8Array, encoding: Encoding, labels: readonly string[] | null): Model {
    const known = find(bytes, encoding);
    const { inputs, outputs } = known.graph;
    return {
      encoding,
      inputs,
      outputs,
      labels,
      // Found anew: between loading and running it may have had to make room.
      run: (feeds, fetches) => atOnce(find(known.bytes, encoding).graph.run(feeds, fetches)),
    };
  }

  return {
    open: ({ models = {} }) => ({
      names: read ? Object.keys(models) : [],
      load(bytes, encoding) {
        const form = encoding ?? recogniseEncoding(bytes);
        if (!form) throw new NnError("invalid-encoding", "the bytes are of no kind of model that is known here");
        return toModel(bytes, form, null);
      },
      loadFolder() {
        throw new NnError("invalid-encoding", "saved models are not for this deployment");
      },
      loadByName(name) {
        const model = Object.hasOwn(models, name) ? models[name]! : null;
        if (!model || !read) throw new NnError("not-found", `no model is named "${name.slice(0, 100)}"`);
        return toModel(read(model), model.encoding, model.labels ?? null);
      },
    }),
    close() {
      for (const { graph } of kept.splice(0)) graph.close();
      for (const backend of backends) backend.close();
    },
  };
}

function atOnce<T>(value: MaybePromise<T>): T {
  if (!(value instanceof Promise)) return value;
  value.catch(() => {}); // it is nobody's any more
  throw new NnError("busy", "the model is not ready yet: call again");
}

/** Eight bytes at a time where they lie so. */
function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  let at = 0;
  if (a.byteOffset % 8 === 0 && b.byteOffset % 8 === 0) {
    const words = a.length >> 3;
    const [left, right] = [a, b].map((bytes) => new BigUint64Array(bytes.buffer, bytes.byteOffset, words));
    for (let word = 0; word < words; word++) if (left![word] !== right![word]) return false;
    at = words << 3;
  }
  for (; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
