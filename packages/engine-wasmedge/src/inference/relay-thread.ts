/* What runs in a relay thread: asks this process's inference what a guest in a host process asks, and waits for it. */
import { parentPort, workerData } from "node:worker_threads";
import { toSandpiperError } from "@sandpiper/core";
import { type Inference, type Model, NnError } from "@sandpiper/nn";
import { type CallerTicket, joinInference } from "@sandpiper/nn/threads";
import type { InferenceAnswer, InferenceAsk } from "./ask.ts";

const service = joinInference(workerData as CallerTicket);
let inference: Inference | null = null;
const models: Model[] = [];

parentPort!.on("message", (ask: InferenceAsk) => parentPort!.postMessage(answer(ask)));

function answer(ask: InferenceAsk): InferenceAnswer {
  try {
    return answerTo(ask);
  } catch (error) {
    if (error instanceof NnError) return { kind: "refused", error: error.toJSON() };
    return { kind: "failed", error: toSandpiperError(error).toJSON() };
  }
}

function answerTo(ask: InferenceAsk): InferenceAnswer {
  if (ask.call === "open") {
    inference = service.open(ask.grant, ask.timeoutMs);
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

function load(from: Inference, ask: Exclude<InferenceAsk, { call: "open" | "run" }>): Model {
  if (ask.call === "load") return from.load(ask.bytes, ask.encoding);
  if (ask.call === "load-folder") return from.loadFolder(ask.files, ask.tags);
  return from.loadByName(ask.name);
}

function known(model: Model): InferenceAnswer {
  const { encoding, inputs, outputs, labels } = model;
  models.push(model);
  return { kind: "model", model: models.length - 1, about: { encoding, inputs, outputs, labels } };
}
