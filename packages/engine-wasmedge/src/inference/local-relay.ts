import { toSandpiperError } from "@sandpiper/core";
import type { InferenceAnswer, InferenceAsk } from "./ask.ts";
import { createAnswerer, type InferenceSource } from "./create-answerer.ts";
import type { Relay } from "./relay.ts";

/**
 * Answers in this thread, where there is one request at a time and nobody else to keep waiting. The inference is started with the
 * first question.
 */
export function createLocalRelay(
  start: () => Promise<InferenceSource>,
  onAnswer: (answer: InferenceAnswer) => void,
): Relay {
  let answerer: Promise<(ask: InferenceAsk) => InferenceAnswer> | null = null;
  let closed = false;

  async function answer(ask: InferenceAsk): Promise<InferenceAnswer> {
    try {
      answerer ??= start().then(createAnswerer);
      return (await answerer)(ask);
    } catch (error) {
      answerer = null; // what could not be started now may start the next time
      return { kind: "failed", error: toSandpiperError(error).toJSON() };
    }
  }

  return {
    ask(ask) {
      void answer(ask).then((found) => closed || onAnswer(found));
    },
    close() {
      closed = true;
    },
  };
}
