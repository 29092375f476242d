import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import type { Feed, Graph } from "../../backend.ts";
import { NnError, type NnErrorKind } from "../../nn-error.ts";
import { TENSOR_TYPES, type TensorType } from "../../tensor.ts";
import { createLitertBackend } from "./create-litert-backend.ts";
import type { LitertBackend } from "./litert-backend.ts";
import { LITERT_BUILDS, type LitertBuildName } from "./litert-build.ts";
import { compileLitert, readLitertLoader } from "./litert-files.ts";
import { type ModelPlan, PICK, reverseOf, SUM, writeModel } from "./tflite-model.fixture.ts";

const before = Object.getOwnPropertyNames(globalThis);
const backend = await createLitertBackend();

function load(plan: ModelPlan, from: LitertBackend = backend): Graph {
  const graph = from.load({ bytes: writeModel(plan) }, { threads: 1 });
  assert.ok(!(graph instanceof Promise), "it loads at once");
  return graph;
}

function floats(name: string, ...values: number[]): Feed {
  const data = new Uint8Array(Float32Array.from(values).buffer);
  return { name, tensor: { type: "f32", dimensions: [values.length], data } };
}

function place(value: number): Feed {
  return { name: "place", tensor: { type: "i32", dimensions: [], data: new Uint8Array(Int32Array.of(value).buffer) } };
}

function run(graph: Graph, feeds: readonly Feed[], fetches?: readonly string[]): number[][] {
  const answers = graph.run(feeds, fetches);
  assert.ok(!(answers instanceof Promise), "it runs at once");
  return answers.map(({ data }) => [...new Float32Array(data.buffer)]);
}

const refusal = (kind: NnErrorKind, message: RegExp) => (error: unknown) =>
  error instanceof NnError && error.kind === kind && message.test(error.message) && !error.message.includes("\n");

test("a graph answers by its signature's names and by its tensors' own", () => {
  const graph = load(SUM);
  assert.deepEqual(run(graph, [floats("alpha", 1, 2), floats("zeta", 10, 20)]), [[11, 22]]);
  assert.deepEqual(run(graph, [floats("alpha:0", 3, 4), floats("zeta:0", 5, 6)], ["sum:0", "sum"]), [
    [8, 10],
    [8, 10],
  ]);
  assert.deepEqual(run(graph, [floats("alpha", 1, 2), floats("zeta", 1, 1)], []), []);
  graph.close();
  graph.close();
  assert.throws(() => graph.run([]), refusal("invalid-argument", /closed/));
});

test("open sizes are taken as the file has them", () => {
  const graph = load({ ...SUM, tensors: SUM.tensors.map((tensor) => ({ ...tensor, shapeSignature: [-1] })) });
  assert.deepEqual(graph.inputs[0]?.dimensions, [2]);
  assert.deepEqual(run(graph, [floats("alpha", 1, 2), floats("zeta", 10, 20)]), [[11, 22]]);
  graph.close();
});

for (const [code, type] of [
  [0, "f32"],
  [2, "i32"],
  [3, "u8"],
  [4, "i64"],
  [6, "bool"],
  [7, "i16"],
] as const satisfies readonly (readonly [number, TensorType])[]) {
  test(`elements of ${type} go through as they are`, () => {
    const graph = load(reverseOf(code));
    const size = TENSOR_TYPES[type];
    const data = Uint8Array.from({ length: 4 * size }, (_, index) => (type === "bool" ? index % 2 : index + 1));
    const answers = graph.run([{ name: "x", tensor: { type, dimensions: [4], data } }]);
    assert.ok(!(answers instanceof Promise));
    const elements = [0, 1, 2, 3].map((index) => [...data.slice(index * size, (index + 1) * size)]);
    assert.deepEqual([...answers[0]!.data], elements.reverse().flat());
    graph.close();
  });
}

test("feeds that do not fit are refused", () => {
  const graph = load(SUM);
  const [alpha, zeta] = [floats("alpha", 1, 2), floats("zeta", 1, 2)];
  const refused = (feeds: Feed[], message: RegExp, fetches?: string[]) =>
    assert.throws(() => graph.run(feeds, fetches), refusal("invalid-argument", message));
  refused([alpha], /"zeta" is not given/);
  refused([alpha, zeta, alpha], /"alpha" is given twice/);
  refused([alpha, floats("beta", 1, 2)], /no input "beta", only "zeta", "alpha"/);
  refused([alpha, floats("zeta", 1, 2, 3)], /"zeta" is f32\[2\], not f32\[3\]/);
  refused([alpha, { name: "zeta", tensor: { ...zeta.tensor, type: "i32" } }], /"zeta" is f32\[2\], not i32\[2\]/);
  refused([alpha, { name: "zeta", tensor: { ...zeta.tensor, data: new Uint8Array(7) } }], /takes 8 bytes, not 7/);
  refused([alpha, zeta], /no output "product", only "sum"/, ["product"]);
  assert.deepEqual(run(graph, [alpha, zeta]), [[2, 4]]);
  graph.close();
});

test("a run that fails inside LiteRT says why, and the next one is not harmed", () => {
  const graph = load(PICK);
  assert.deepEqual(run(graph, [place(1)]), [[2]]);
  for (let time = 0; time < 3; time++) {
    assert.throws(() => graph.run([place(9)]), refusal("runtime-error", /gather index out of bounds/));
  }
  assert.deepEqual(run(graph, [place(2)]), [[3]]);
  graph.close();
});

test("a model that LiteRT refuses harms no other", () => {
  const graph = load(SUM);
  const refused = (plan: ModelPlan, kind: NnErrorKind, message: RegExp) =>
    assert.throws(() => load(plan), refusal(kind, message));
  refused({ ...SUM, operatorCodes: [{ builtin: 18, version: 99 }] }, "unsupported-operation", /'MUL' version '99'/);
  refused({ ...SUM, operatorCodes: [{ builtin: 400 }] }, "unsupported-operation", /out of range: 400/);
  const step = { code: 0, inputs: [0, 1], outputs: [2] };
  refused({ ...SUM, signature: { inputs: { zeta: 0 }, outputs: { sum: 2 } } }, "invalid-encoding", /Signature/);
  refused({ ...SUM, operators: [step, { ...step, inputs: [9, 1] }] }, "invalid-encoding", /tensor 9/);
  assert.throws(
    () => backend.load({ folder: "/", tags: [] }, { threads: 1 }),
    refusal("unsupported-operation", /folder/),
  );
  assert.deepEqual(run(graph, [floats("alpha", 1, 2), floats("zeta", 10, 20)]), [[11, 22]]);
  graph.close();
});

test("a thousand models loaded, run, failed and closed leave its memory as it was", () => {
  const cycle = () => {
    const graph = load(PICK);
    run(graph, [place(1)]);
    assert.throws(() => graph.run([place(9)]), NnError);
    graph.close();
    assert.throws(() => load({ ...SUM, operatorCodes: [{ builtin: 18, version: 99 }] }), NnError);
  };
  for (let time = 0; time < 20; time++) cycle();
  const { memoryBytes } = backend;
  for (let time = 0; time < 500; time++) cycle();
  assert.equal(backend.memoryBytes, memoryBytes);
});

test("after a breakdown its graphs are lost, and the next load has a new instance", async () => {
  const loader = await readLitertLoader();
  const module = await compileLitert();
  let trap = false;
  let instances = 0;
  const fragile = await createLitertBackend({
    module,
    loader: async (options) => {
      instances++;
      const bindings = await loader(options);
      const { compileModel } = bindings;
      return Object.assign(bindings, {
        compileModel: (...args: Parameters<typeof compileModel>) => {
          if (trap) throw new WebAssembly.RuntimeError("unreachable");
          return compileModel(...args);
        },
      });
    },
  });
  const feeds = [floats("alpha", 1, 2), floats("zeta", 10, 20)];
  const lost = load(SUM, fragile);
  trap = true;
  assert.throws(() => load(SUM, fragile), refusal("runtime-error", /LiteRT broke down/));
  assert.equal(fragile.healthy, false);
  trap = false;
  assert.equal(lost.lost, true);
  assert.throws(() => lost.run(feeds), refusal("runtime-error", /load this one anew/));
  lost.close();
  const graph = await fragile.load({ bytes: writeModel(SUM) }, { threads: 1 });
  assert.deepEqual(run(graph, feeds), [[11, 22]]);
  assert.deepEqual([fragile.healthy, graph.lost, instances], [true, false, 2]);
  fragile.close();
});

test("an instance that has failed a thousand times makes room for another", async () => {
  let instances = 0;
  const loader = await readLitertLoader();
  const tried = await createLitertBackend({
    loader: (options) => {
      instances++;
      return loader(options);
    },
  });
  const old = load(SUM, tried);
  const wrong = writeModel({ ...SUM, operatorCodes: [{ builtin: 400 }] });
  for (let time = 0; time < 1001; time++) assert.throws(() => tried.load({ bytes: wrong }, { threads: 1 }), NnError);
  while (instances < 2) await new Promise((resolve) => setImmediate(resolve));
  const feeds = [floats("alpha", 1, 2), floats("zeta", 10, 20)];
  assert.deepEqual([run(old, feeds), run(load(SUM, tried), feeds)], [[[11, 22]], [[11, 22]]]);
  tried.close();
});

test("its log goes where it is told to, and to no global", async () => {
  const lines: string[] = [];
  const talkative = await createLitertBackend({ log: (line) => lines.push(line) });
  load(SUM, talkative).close();
  assert.ok(lines.some((line) => line.includes("XNNPACK")));
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});

test("another thread runs the module that this one compiled", async () => {
  const worker = new Worker(new URL("./litert-thread.fixture.ts", import.meta.url), {
    workerData: {
      module: await compileLitert(),
      model: writeModel(SUM),
      feeds: [floats("alpha", 1, 2), floats("zeta", 3, 4)],
    },
    stdout: true,
    stderr: true,
  });
  let printed = "";
  for (const stream of [worker.stdout, worker.stderr])
    stream.on("data", (text) => {
      printed += text;
    });
  const answer = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await new Promise((resolve) => worker.once("exit", resolve));
  assert.deepEqual(answer, [4, 6]);
  assert.equal(printed, "");
});

for (const build of Object.keys(LITERT_BUILDS) as LitertBuildName[]) {
  test(`the ${build} build names the birds as TensorFlow's interpreter does`, async (t) => {
    const file = new URL("../../../../../../shared/data/birds/aiy_birds_v1_3.tflite", import.meta.url);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return t.skip("../shared/data/birds is not there");
    if (
      !WebAssembly.validate(
        await readFile(new URL(import.meta.resolve(`@litertjs/core/wasm/${LITERT_BUILDS[build].file}.wasm`))),
      )
    )
      return t.skip("this JavaScript engine cannot run it");
    const graph = await (await createLitertBackend({ build })).load({ bytes }, { threads: 1 });
    const data = Uint8Array.from({ length: 224 * 224 * 3 }, (_, index) => index * 7);
    const tensor = { type: "u8", dimensions: [1, 224, 224, 3], data } as const;
    const [answer] = await graph.run([{ name: graph.inputs[0]!.name, tensor }]);
    const above = [...answer!.data.entries()].filter(([, value]) => value > 0);
    assert.deepEqual(Object.fromEntries(above), BIRDS);
    graph.close();
  });

  test(`the ${build} build has the exports we call under the names we know`, async () => {
    const { file, stackPointer } = LITERT_BUILDS[build];
    const glue = await readFile(new URL(import.meta.resolve(`@litertjs/core/wasm/${file}.js`)), "utf8");
    assert.ok(glue.includes(`_emscripten_stack_get_current = wasmExports["${stackPointer.get}"]`));
    assert.ok(glue.includes(`__emscripten_stack_restore = wasmExports["${stackPointer.set}"]`));
  });
}

/** What `tf.lite.Interpreter` of TensorFlow 2.21 answers for an input whose n-th byte is 7n modulo 256: all that is not 0. */
const BIRDS = {
  143: 1,
  250: 1,
  440: 2,
  450: 1,
  496: 1,
  520: 1,
  524: 1,
  562: 1,
  569: 1,
  604: 1,
  816: 1,
  817: 2,
  819: 1,
  847: 1,
  964: 176,
};
