import { type InferenceGrant, SandpiperError } from "@sandpiper/core";
import type { InferencePlace } from "@sandpiper/engine";
import { HOST_MODULES, type Inference, type Model, NnError } from "@sandpiper/nn";
import type { InferenceAnswer, InferenceAsk } from "./ask.ts";

type Answer<K extends InferenceAnswer["kind"]> = Extract<InferenceAnswer, { kind: K }>;

/**
 * Inference for guests of this process by the process that started it: models are loaded there, once for all.
 * @param askParent waits for the answer
 */
export function createRemoteInference(askParent: (ask: InferenceAsk) => InferenceAnswer): InferencePlace {
  function ask<K extends InferenceAnswer["kind"]>(kind: K, question: InferenceAsk): Answer<K> {
    const answer = askParent(question);
    if (answer.kind === "refused") throw NnError.fromJSON(answer.error);
    if (answer.kind === "failed") throw SandpiperError.fromJSON(answer.error);
    if (answer.kind !== kind) throw new Error("inference answered another question");
    return answer as Answer<K>;
  }

  function toModel({ model, about }: Answer<"model">): Model {
    return {
      ...about,
      run: (feeds, fetches) => [...ask("ran", { call: "run", model, feeds, fetches: fetches ?? null }).outputs],
    };
  }

  return {
    modules: HOST_MODULES,
    open(grant: InferenceGrant, timeoutMs: number): Inference {
      const endsAt = performance.now() + timeoutMs;
      let opened = false;
      // Most guests that could use inference do not: it is opened with the first question.
      const load = (question: InferenceAsk): Model => {
        if (!opened) ask("opened", { call: "open", grant, timeoutMs: endsAt - performance.now() });
        opened = true;
        return toModel(ask("model", question));
      };
      return {
        load: (bytes, encoding) => load({ call: "load", bytes, encoding }),
        loadFolder: (files, tags) => load({ call: "load-folder", files, tags }),
        names: Object.keys(grant.models ?? {}),
        loadByName: (name) => load({ call: "load-by-name", name }),
      };
    },
  };
}
