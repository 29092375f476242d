import assert from "node:assert/strict";
import { test } from "node:test";
import { SandpiperError } from "@sandpiper/core";
import { type Inference, type Model, NnError } from "@sandpiper/nn";
import type { InferenceAnswer, InferenceAsk } from "./ask.ts";
import { createLocalRelay } from "./local-relay.ts";

const model: Model = { encoding: "tensorflow-lite", inputs: [], outputs: [], labels: ["a"], run: () => [] };
const inference: Inference = {
  names: ["known"],
  load: () => model,
  loadFolder: () => model,
  loadByName(name) {
    if (name === "known") return model;
    throw new NnError("not-found", `no model is named "${name}"`);
  },
};

/** Asks one question after the other. */
async function ask(start: Parameters<typeof createLocalRelay>[0], asks: readonly InferenceAsk[]) {
  const answers: InferenceAnswer[] = [];
  let told = (): void => undefined;
  const relay = createLocalRelay(start, (answer) => {
    answers.push(answer);
    told();
  });
  for (const question of asks) {
    const answered = new Promise<void>((resolve) => {
      told = resolve;
    });
    relay.ask(question);
    await answered;
  }
  relay.close();
  return answers;
}

const OPEN: InferenceAsk = { call: "open", grant: {}, timeoutMs: 1000 };

test("what a guest asks is answered in this thread, and the inference starts once", async () => {
  let starts = 0;
  const start = async () => {
    starts++;
    return { open: () => inference };
  };
  const run = { call: "run", model: 0, feeds: [], fetches: null } as const;
  const answers = await ask(start, [OPEN, { call: "load-by-name", name: "known" }, run, OPEN, run]);
  assert.deepEqual(
    answers.map(({ kind }) => kind),
    ["opened", "model", "ran", "opened", "failed"],
  );
  assert.equal(starts, 1);
});

test("what a model refuses goes to the guest, and what cannot start is tried again", async () => {
  const [, refused] = await ask(
    async () => ({ open: () => inference }),
    [OPEN, { call: "load-by-name", name: "other" }],
  );
  assert.equal(refused!.kind, "refused");
  let starts = 0;
  const failing = async () => {
    if (++starts === 1) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "not yet");
    return { open: () => inference };
  };
  const kinds = (await ask(failing, [OPEN, OPEN])).map(({ kind }) => kind);
  assert.deepEqual(kinds, ["failed", "opened"]);
});
