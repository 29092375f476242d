import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import type { FakeAnswer } from "./backends.fixture.ts";
import type { Call, Told } from "./caller.fixture.ts";
import { createInferenceService, type InferenceOptions, type InferenceService } from "./inference-service.ts";

const folder = mkdtempSync(join(tmpdir(), "sandpiper-inference-"));
after(() => rmSync(folder, { recursive: true }));

interface TestCaller {
  call(call: Call): Promise<Told>;
  /** As a pool does with a worker whose guest has to be stopped. */
  stop(): Promise<void>;
}

function startCaller(service: InferenceService): TestCaller {
  const seat = service.connect();
  const worker = new Worker(new URL("./caller.fixture.ts", import.meta.url), {
    workerData: seat.shared,
    transferList: seat.transfer,
  });
  return {
    call(call) {
      worker.postMessage(call);
      return new Promise((resolve, reject) => {
        worker.once("message", resolve);
        worker.once("error", reject);
        worker.once("exit", () => reject(new Error("the caller ended")));
      });
    },
    async stop() {
      seat.close();
      await worker.terminate();
    },
  };
}

async function withCallers(
  count: number,
  options: InferenceOptions,
  use: (...callers: TestCaller[]) => Promise<void>,
): Promise<void> {
  const service = createInferenceService({ ...options, backends: new URL("./backends.fixture.ts", import.meta.url) });
  const callers = Array.from({ length: count }, () => startCaller(service));
  try {
    await use(...callers);
  } finally {
    await Promise.all(callers.map((caller) => caller.stop()));
    await service.close();
  }
}

function answerOf(told: Told): FakeAnswer {
  assert.ok("answer" in told, JSON.stringify(told));
  return told.answer;
}

const errorOf = (told: Told): string => ("error" in told ? told.error : `no error: ${JSON.stringify(told)}`);

test("a model is loaded once, whoever brings it, and is fed what each one feeds", async () => {
  await withCallers(2, { threads: 1 }, async (one, other) => {
    const model = { name: "same" };
    const answers = [];
    for (const [caller, feed] of [
      [one, [1, 2]],
      [other, [3]],
      [one, [4]],
    ] as const) {
      answers.push(answerOf(await caller!.call({ model, feed })));
    }
    assert.deepEqual(
      answers.map(({ loads, fed }) => [loads, fed]),
      [
        [1, ["in=1,2"]],
        [1, ["in=3"]],
        [1, ["in=4"]],
      ],
    );
  });
});

test("who comes while a thread is busy gets another, up to as many as there may be", async () => {
  await withCallers(3, { threads: 2 }, async (...callers) => {
    const model = { busyMs: 400 };
    // The first request starts the first thread; that all know of both takes another round.
    for (let round = 0; round < 3; round++) {
      const told = await Promise.all(callers.map((caller) => caller.call({ model, feed: [round] })));
      const threads = new Set(told.map((one) => answerOf(one).thread));
      assert.ok(threads.size <= 2);
      if (round === 2) assert.equal(threads.size, 2);
    }
  });
});

test("what a model or a backend refuses is the caller's to know", async () => {
  await withCallers(1, { threads: 1 }, async (caller) => {
    assert.equal(errorOf(await caller!.call({ model: { onLoad: "refuse" } })), "invalid-encoding: it is no model");
    assert.equal(
      errorOf(await caller!.call({ model: { onRun: "refuse" }, feed: [1] })),
      "runtime-error: it cannot run",
    );
    assert.equal(
      errorOf(await caller!.call({ model: {}, encoding: "tensorflow" })),
      "E_ENGINE_UNAVAILABLE: it is not installed",
    );
    assert.deepEqual(answerOf(await caller!.call({ model: {}, feed: [7] })).fed, ["in=7"]);
  });
});

for (const onRun of ["die", "break"] as const) {
  test(`a thread that ends (${onRun}) costs what it was asked, and nothing else`, async () => {
    await withCallers(1, { threads: 1 }, async (caller) => {
      const before = answerOf(await caller!.call({ model: {}, feed: [1] }));
      const message = errorOf(await caller!.call({ model: { onRun }, feed: [1] }));
      assert.match(
        message,
        onRun === "die" ? /^runtime-error: the thread that ran the model died/ : /the library broke/,
      );
      const after = answerOf(await caller!.call({ model: {}, feed: [1] }));
      assert.notEqual(after.thread, before.thread);
    });
  });
}

test("a run that never ends is ended once nobody waits for it", async () => {
  await withCallers(2, { threads: 1 }, async (stuck, other) => {
    const before = answerOf(await other!.call({ model: {}, feed: [1] }));
    const spinning = stuck!.call({ model: { onRun: "spin" }, feed: [1] }).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stuck!.stop();
    const after = answerOf(await other!.call({ model: {}, feed: [1] }));
    assert.notEqual(after.thread, before.thread);
    await spinning;
  });
});

test("models keep within their memory: the one not used for longest goes", async () => {
  await withCallers(1, { threads: 1, memoryBytes: 1000 }, async (caller) => {
    const loadsOf = async (name: string) =>
      answerOf(await caller!.call({ model: { name, byteSize: 400 }, feed: [1] })).loads;
    assert.deepEqual([await loadsOf("a"), await loadsOf("b"), await loadsOf("a"), await loadsOf("c")], [1, 1, 1, 1]);
    assert.deepEqual([await loadsOf("a"), await loadsOf("b")], [1, 2]);
    assert.match(errorOf(await caller!.call({ model: { name: "huge", byteSize: 2000 } })), /^too-large: /);
    assert.equal(await loadsOf("a"), 1);
  });
});

test("a model is found by its name, as the file it was, with its labels", async () => {
  const bytes = JSON.stringify({ name: "by name" });
  const path = join(folder, "named.json");
  writeFileSync(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const models = { it: { path, sha256, encoding: "onnx", labels: ["a", "b"] } } as const;
  await withCallers(2, { threads: 1 }, async (caller, late) => {
    const told = await caller!.call({ model: { named: "it" }, models, feed: [1] });
    assert.deepEqual("labels" in told && told.labels, ["a", "b"]);
    assert.match(
      errorOf(await caller!.call({ model: { named: "other" }, models })),
      /^not-found: .*"other": there is it$/,
    );
    assert.match(errorOf(await caller!.call({ model: { named: "toString" }, models })), /^not-found/);
    const { names } = (await caller!.call({ model: { named: "it" }, models: { z: models.it, ...models } })) as {
      names?: readonly string[];
    };
    assert.deepEqual(names, ["z", "it"]);
    // The same bytes without their name are the same model.
    assert.equal(answerOf(await late!.call({ model: { name: "by name" }, feed: [1] })).loads, 1);
  });
  writeFileSync(path, JSON.stringify({ name: "changed" }));
  await withCallers(1, { threads: 1 }, async (caller) => {
    assert.match(errorOf(await caller!.call({ model: { named: "it" }, models })), /^runtime-error: .*has changed/);
  });
});

test("native code runs what settings name and what guests bring, as far as it may", async () => {
  const model = { name: "native or not" };
  const bytes = JSON.stringify(model);
  const path = join(folder, "lite.json");
  writeFileSync(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const encoding = "tensorflow-lite";
  const models = { it: { path, sha256, encoding } } as const;
  for (const [native, named, brought] of [
    ["all", "native", "native"],
    ["named", "native", "lite"],
    ["off", "lite", "lite"],
    [undefined, "native", "native"],
  ] as const) {
    await withCallers(2, { threads: 1, ...(native ? { native } : {}) }, async (one, other) => {
      const bring = async () => answerOf(await one!.call({ model, encoding, feed: [1] })).backend;
      const name = async (caller: TestCaller) =>
        answerOf(await caller.call({ model: { named: "it" }, models, feed: [1] })).backend;
      assert.equal(await bring(), brought, `${native}: brought`);
      assert.equal(await name(other!), named, `${native}: named`);
      // Who brings the bytes that settings name brings nothing that they do not trust.
      assert.equal(await name(one!), named);
      assert.equal(await bring(), named);
    });
  }
});

test("options that cannot be are refused", () => {
  for (const options of [{ threads: 0 }, { threads: 1.5 }, { memoryBytes: -1 }]) {
    assert.throws(() => createInferenceService(options), { code: "E_CONFIG" });
  }
});
