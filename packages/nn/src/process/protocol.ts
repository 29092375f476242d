import type { SerializedError } from "@sandpiper/core";
import type { Feed } from "../backend.ts";
import type { SerializedNnError } from "../nn-error.ts";
import type { Tensor, TensorInfo } from "../tensor.ts";

/* What passes between an inference thread and the process that runs a backend for it. Requests are answered in their order. */

export type ProcessRequest =
  | { readonly id: number; readonly kind: "load"; readonly bytes: Uint8Array }
  | {
      readonly id: number;
      readonly kind: "run";
      readonly graph: number;
      readonly feeds: readonly Feed[];
      readonly fetches: readonly string[] | null;
    }
  | { readonly id: number; readonly kind: "close"; readonly graph: number };

export interface ProcessReply {
  /** 0: the backend is loaded, or why it is not. */
  readonly id: number;
  readonly result: ProcessResult;
}

export type ProcessResult =
  | { readonly kind: "ready" }
  | { readonly kind: "loaded"; readonly graph: GraphDescription }
  | { readonly kind: "ran"; readonly outputs: readonly Tensor[] }
  | { readonly kind: "closed" }
  | { readonly kind: "refused"; readonly error: SerializedNnError }
  | { readonly kind: "failed"; readonly error: SerializedError };

export interface GraphDescription {
  /** What requests call it. */
  readonly number: number;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly byteSize: number;
}
