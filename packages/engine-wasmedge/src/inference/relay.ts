import type { InferenceAnswer, InferenceAsk } from "./ask.ts";

/** Answers what one host process's guests ask of inference, one question after the other. */
export interface Relay {
  ask(ask: InferenceAsk): void;
  /** The process is gone, and with it whoever asked. */
  close(): void;
}

/** Makes the relay of a host process; `onAnswer` takes the answers. */
export type CreateRelay = (onAnswer: (answer: InferenceAnswer) => void) => Relay;
