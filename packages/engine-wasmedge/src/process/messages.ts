import type { SerializedError } from "@sandpiper/core";
import type { Command, CommandExit } from "@sandpiper/engine";
import type { Answer, Work } from "@sandpiper/engine/pool";
import type { CompileJob } from "../aot/compile-job.ts";
import type { InferenceAnswer, InferenceAsk } from "../inference/ask.ts";
import type { NativeModule } from "../library/native-module.ts";

/** What a host process is told. It does one thing after the other. */
export type ToHost =
  | { readonly kind: "work"; readonly work: Work<NativeModule> }
  | { readonly kind: "compile"; readonly job: CompileJob }
  | { readonly kind: "command"; readonly command: Command<NativeModule> }
  /** To what the guest that runs has asked. */
  | { readonly kind: "inferred"; readonly answer: InferenceAnswer };

/** What it tells. */
export type FromHost =
  /** First of all: WasmEdge is loaded. */
  | { readonly kind: "ready"; readonly version: string }
  /** Instead of what was asked for. */
  | { readonly kind: "failed"; readonly error: SerializedError }
  | { readonly kind: "begin"; readonly run: number; readonly began: number; readonly cpu: number }
  /** The guest wrote this to standard error. */
  | { readonly kind: "log"; readonly run: number; readonly part: Uint8Array }
  /** The guest waits for the answer. */
  | { readonly kind: "infer"; readonly ask: InferenceAsk }
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "compiled" }
  | { readonly kind: "ended"; readonly exit: SerializedExit };

export type SerializedExit = Omit<CommandExit, "error"> & { readonly error: SerializedError | null };
