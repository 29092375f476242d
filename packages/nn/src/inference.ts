import type { Feed } from "./backend.ts";
import type { Encoding } from "./encoding.ts";
import type { Tensor, TensorInfo } from "./tensor.ts";

/**
 * Inference as the host modules call it: synchronously, since a guest waits for each host call. Behind it is either a backend in
 * this thread or, with `threads/`, the threads that all functions share. One belongs to one invocation.
 */
export interface Inference {
  /**
   * Finds or loads a model by its bytes. Equal bytes are one graph, whoever brings them.
   * @param bytes the guest's own memory: whoever keeps them makes a copy
   * @param encoding null: tell it by the bytes
   * @throws NnError as `Backend.load`; SandpiperError `E_ENGINE_UNAVAILABLE` when the backend is not installed
   */
  load(bytes: Uint8Array, encoding: Encoding | null): Model;
  /** A saved model in a folder that was granted, by the folder's files. */
  loadFolder(files: ReadonlyMap<string, Uint8Array>, tags: readonly string[]): Model;
  /** The names that `loadByName` finds, in the order of the function's settings; none of them is loaded by asking. */
  readonly names: readonly string[];
  /**
   * Finds or loads a model that the function's settings name.
   * @throws NnError `not-found` when they name none so
   */
  loadByName(name: string): Model;
}

/** A graph as one invocation holds it. Dropping it is the end of the invocation's business: there is nothing to close. */
export interface Model {
  readonly encoding: Encoding;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** What the entries of its answer stand for, in their order, where the settings say so. */
  readonly labels: readonly string[] | null;
  /** As `Graph.run`, and it waits for the answer. */
  run(feeds: readonly Feed[], fetches?: readonly string[]): Tensor[];
}
