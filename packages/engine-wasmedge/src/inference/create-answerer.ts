import { type InferenceGrant, toSandpiperError } from "@sandpiper/core";
import { type Inference, type Model, NnError } from "@sandpiper/nn";
import type { InferenceAnswer, InferenceAsk } from "./ask.ts";

/** Where a guest's inference is opened. */
export interface InferenceSource {
  open(grant: InferenceGrant, timeoutMs: number): Inference;
}

/** What answers the questions of one host process: it keeps the models of the run that is on. It never throws. */
export function createAnswerer(source: InferenceSource): (ask: InferenceAsk) => InferenceAnswer {
  let inference: Inference | null = null;
  const models: Model[] = [];

  function answerTo(ask: InferenceAsk): InferenceAnswer {
    if (ask.call === "open") {
      inference = source.open(ask.grant, ask.timeoutMs);
      models.length = 0;
      return { kind: "opened" };
    }
    if (!inference) throw new Error("inference was never opened");
    if (ask.call === "run") {
      const model = models[ask.model];
      if (!model) throw new Error(`there is no model ${ask.model}`);
      return { kind: "ran", outputs: model.run(ask.feeds, ask.fetches ?? undefined) };
    }
    return known(load(inference, ask));
  }

  function known(model: Model): InferenceAnswer {
    const { encoding, inputs, outputs, labels } = model;
    models.push(model);
    return { kind: "model", model: models.length - 1, about: { encoding, inputs, outputs, labels } };
  }

  return (ask) => {
    try {
      return answerTo(ask);
    } catch (error) {
      if (error instanceof NnError) return { kind: "refused", error: error.toJSON() };
      return { kind: "failed", error: toSandpiperError(error).toJSON() };
    }
  };
}

function load(from: Inference, ask: Exclude<InferenceAsk, { call: "open" | "run" }>): Model {
  if (ask.call === "load") return from.load(ask.bytes, ask.encoding);
  if (ask.call === "load-folder") return from.loadFolder(ask.files, ask.tags);
  return from.loadByName(ask.name);
}
