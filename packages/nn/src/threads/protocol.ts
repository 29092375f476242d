import type { MessagePort } from "node:worker_threads";
import type { SerializedError } from "@sandpiper/core";
import type { Feed } from "../backend.ts";
import type { Encoding } from "../encoding.ts";
import type { SerializedNnError } from "../nn-error.ts";
import type { Tensor, TensorInfo } from "../tensor.ts";

/* What passes between the three parties: a caller (the thread a guest runs in), an inference thread, and the service (the main
 * thread), which starts inference threads and introduces them to callers. */

/** Where an inference thread gets a model from when it does not have it. */
export type ModelSource =
  | { readonly kind: "bytes"; readonly bytes: SharedArrayBuffer }
  /** A file whose content must have the key as its SHA-256. */
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string; readonly tags: readonly string[] }
  | { readonly kind: "files"; readonly files: ReadonlyMap<string, Uint8Array>; readonly tags: readonly string[] };

/** A model as requests name it: enough for any inference thread to have it. */
export interface ModelAddress {
  /** Equal for equal models, whoever brings them. */
  readonly key: string;
  readonly encoding: Encoding;
  readonly source: ModelSource;
  /** It may run as native code where that is installed, outside WebAssembly's sandbox. */
  readonly native: boolean;
}

/** From a caller to an inference thread. Without `run` the model is only made ready. */
export interface InferenceRequest {
  /** Counts up for each caller. */
  readonly id: number;
  readonly model: ModelAddress;
  readonly run: RunRequest | null;
}

export interface RunRequest {
  readonly feeds: readonly Feed[];
  readonly fetches: readonly string[] | null;
  /** What is left of the invocation's time, in milliseconds; may be Infinity. */
  readonly timeoutMs: number;
}

export interface ModelDescription {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** The shared bytes that the thread keeps, so that callers need not keep their own; null when it was not given any. */
  readonly bytes: SharedArrayBuffer | null;
}

/** From an inference thread to a caller. */
export interface InferenceReply {
  readonly id: number;
  readonly result:
    | { readonly kind: "ready"; readonly description: ModelDescription }
    | { readonly kind: "ran"; readonly outputs: readonly Tensor[] }
    | { readonly kind: "refused"; readonly error: SerializedNnError }
    | { readonly kind: "failed"; readonly error: SerializedError };
}

/** From a caller to the service: it has none to ask, or those it has are busy. */
export interface ThreadWish {
  /** As many inference threads as it would like there to be. */
  readonly threads: number;
}

/** From the service to a caller: an inference thread is there, or is gone with all it was asked. */
export type ThreadNews =
  | { readonly kind: "there"; readonly number: number; readonly port: MessagePort; readonly state: SharedArrayBuffer }
  | { readonly kind: "gone"; readonly number: number; readonly why: string };

/** From the service to an inference thread: a caller's port. */
export interface CallerNews {
  readonly caller: number;
  readonly port: MessagePort;
  readonly bell: SharedArrayBuffer;
}
