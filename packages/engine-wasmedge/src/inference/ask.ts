import type { InferenceGrant, SerializedError } from "@sandpiper/core";
import type { Encoding, Feed, Model, SerializedNnError, Tensor } from "@sandpiper/nn";

/* What passes between a guest's inference, in a host process, and the relay thread that has the inference of this process. */

export type InferenceAsk =
  /** A run begins: the models of the one before are gone. */
  | { readonly call: "open"; readonly grant: InferenceGrant; readonly timeoutMs: number }
  | { readonly call: "load"; readonly bytes: Uint8Array; readonly encoding: Encoding | null }
  | { readonly call: "load-folder"; readonly files: ReadonlyMap<string, Uint8Array>; readonly tags: readonly string[] }
  | { readonly call: "load-by-name"; readonly name: string }
  /** @param model its number of this run */
  | {
      readonly call: "run";
      readonly model: number;
      readonly feeds: readonly Feed[];
      readonly fetches: readonly string[] | null;
    };

export type InferenceAnswer =
  | { readonly kind: "opened" }
  | { readonly kind: "model"; readonly model: number; readonly about: Omit<Model, "run"> }
  | { readonly kind: "ran"; readonly outputs: readonly Tensor[] }
  | { readonly kind: "refused"; readonly error: SerializedNnError }
  | { readonly kind: "failed"; readonly error: SerializedError };
