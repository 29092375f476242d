import type { Encoding } from "./encoding.ts";
import type { Tensor, TensorInfo } from "./tensor.ts";

/** What comes at once where it can, and later where it must. Only what comes at once can serve a guest in its own thread. */
export type MaybePromise<T> = T | Promise<T>;

/** A library that runs models. It is loaded with its first model and never before. */
export interface Backend {
  /** `litert`, `tensorflow`, `onnx`. */
  readonly name: string;
  readonly encoding: Encoding;
  /**
   * Checks and prepares a model. Keeps no reference to the bytes it is given beyond what it needs, and never writes to them.
   * @throws NnError `invalid-encoding` (not of this encoding, truncated, broken), `unsupported-operation` (it asks for an
   *   operator that is not there), `too-large`, `runtime-error`
   */
  load(model: ModelContent, options: GraphOptions): MaybePromise<Graph>;
  /** False once the library broke down: whoever owns it puts another in its place. Left out, it does not break. */
  readonly healthy?: boolean;
  /** Frees the library as far as it can be freed. Graphs are closed before. */
  close(): void;
}

/** A model as a backend is given it. The bytes may lie in shared memory. */
export type ModelContent =
  | { readonly bytes: Uint8Array }
  /** TensorFlow's saved model: a folder of this machine, and the tags of the meta graph (usually `serve`). */
  | { readonly folder: string; readonly tags: readonly string[] };

export interface GraphOptions {
  /** Threads that one run may use, at least 1. A backend that has no threads ignores it. */
  readonly threads: number;
}

/** One input of a run. */
export interface Feed {
  /** A name out of `inputs`; for TensorFlow the name of any operation, with `:n` for its n-th output. */
  readonly name: string;
  readonly tensor: Tensor;
}

export interface RunOptions {
  /** The run is stopped after this long, with `runtime-error`. A backend that cannot stop one ignores it. */
  readonly timeoutMs?: number;
}

/** A model made ready. It keeps nothing between runs that could tell one caller of another. */
export interface Graph {
  /** In the order the model gives them; a guest that names inputs by number means this order. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** About what it holds of memory, in bytes, for the budget. */
  readonly byteSize: number;
  /** True once its library broke down: every run fails from then on, and the model has to be loaded anew. */
  readonly lost?: boolean;
  /**
   * Runs it once. Every input that the model needs must be fed.
   * @param fetches names out of `outputs` (for TensorFlow of any operation); the answer has their order. Left out: all `outputs`.
   * @throws NnError `invalid-argument` (an unknown name, a wrong shape or type, an input left out), `runtime-error`
   */
  run(feeds: readonly Feed[], fetches?: readonly string[], options?: RunOptions): MaybePromise<Tensor[]>;
  close(): void;
}
