import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Backend, type Feed, type Graph, NnError } from "@sandpiper/nn";
import { cacheFolder } from "@sandpiper/nn/install";
import { createLitertBackend } from "../../packages/nn/src/backends/litert/create-litert-backend.ts";
import { startProcessBackend } from "../../packages/nn/src/process/process-backend.ts";
import { ENDLESS, infer, NN_SCRIPT, TYPE } from "./inference/nn-steps.ts";
import { readCharacters } from "./support/characters.ts";
import { MODELS, openGuestPlace } from "./support/guest-place.ts";
import { installBackend } from "./support/install-backend.ts";
import { sandpiper } from "./support/run-sandpiper.ts";

/** A cache of its own, kept: where it is installed, other tests would run by it. */
process.env.SANDPIPER_CACHE = join(cacheFolder(), "test-native-litert");

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const CHARACTERS = join(MODELS, "characters-float.tflite");
const QUANTIZED = file("../../examples/functions/image-classify/model/characters.tflite");
const BIRDS = file("../../../shared/data/birds/aiy_birds_v1_3.tflite");
const OPTIONS = { threads: 1 };
const BAD = ["empty", "garbage", "truncated", "custom-operator", "newer-operator"];

describe("LiteRT as native code", () => {
  let reason: string | null = null;
  let native: Backend;
  let wasm: Backend;
  const pids: { pid: number; state: string }[] = [];
  before(async () => {
    reason = await installBackend("litert-native");
    if (reason !== null) return;
    const onProcess = (pid: number, state: string) => pids.push({ pid, state });
    native = await startProcessBackend("litert-native", { encoding: "tensorflow-lite", onProcess });
    wasm = await createLitertBackend();
  });
  after(() => {
    native?.close();
    wasm?.close();
  });

  test("nn list has it, and the version", async (t) => {
    if (reason !== null) return t.skip(reason);
    const { backends } = JSON.parse((await sandpiper(["nn", "list", "--json"])).stdout.toString());
    const found = backends.find(({ name }: { name: string }) => name === "litert-native");
    assert.deepEqual([found.installed, found.version], [true, "2.3.0"]);
  });

  for (const [name, path, steps] of [
    ["a float model", CHARACTERS, 0],
    ["a quantized model", QUANTIZED, 1],
    ["the birds", BIRDS, 1],
  ] as const) {
    test(`${name}: the answers of LiteRT as WebAssembly`, async (t) => {
      if (reason !== null) return t.skip(reason);
      const bytes = await readFile(path).catch(() => null);
      if (bytes === null) return t.skip(`${path} is not there`);
      const graphs = [await native.load({ bytes }, OPTIONS), await wasm.load({ bytes }, OPTIONS)] as const;
      assert.deepEqual(graphs[0].inputs, graphs[1].inputs);
      assert.deepEqual(graphs[0].outputs, graphs[1].outputs);
      for (let seed = 1; seed <= 3; seed++) {
        const [ours, theirs] = await Promise.all(graphs.map((graph) => runWith(graph, seed)));
        assert.equal(ours!.length, theirs!.length);
        const furthest = Math.max(...ours!.map((value, index) => Math.abs(value - theirs![index]!)));
        // Quantized numbers are rounded, and where two kernels add in another order by one step differently.
        assert.ok(furthest <= (steps || 1e-5), `${furthest} apart`);
      }
      for (const graph of graphs) graph.close();
    });
  }

  test("bad models are refused as there", async (t) => {
    if (reason !== null) return t.skip(reason);
    for (const name of BAD) {
      const bytes = await readFile(join(MODELS, `bad/${name}.tflite`));
      const refusal = async (backend: Backend) => {
        try {
          await backend.load({ bytes }, OPTIONS);
        } catch (error) {
          assert.ok(error instanceof NnError, String(error));
          return error.toJSON();
        }
        assert.fail(`${name} was not refused`);
      };
      assert.deepEqual(await refusal(native), await refusal(wasm));
    }
    await assert.rejects(async () => native.load({ folder: "/", tags: [] }, OPTIONS), {
      kind: "unsupported-operation",
    });
  });

  test("what breaks its process, or takes too long, costs the models in it and nothing else", async (t) => {
    if (reason !== null) return t.skip(reason);
    const bytes = await readFile(CHARACTERS);
    const lost = await native.load({ bytes }, OPTIONS);
    process.kill(pids.at(-1)!.pid, "SIGSEGV");
    while (!lost.lost) await new Promise((resolve) => setTimeout(resolve, 10));
    await assert.rejects(async () => runWith(lost, 1), { kind: "runtime-error", message: /broke down \(SIGSEGV\)/ });
    const endless = await native.load({ bytes: await readFile(join(MODELS, "bad/endless-loop.tflite")) }, OPTIONS);
    const beside = await native.load({ bytes }, OPTIONS);
    await assert.rejects(async () => runWith(endless, 1, 300), {
      kind: "runtime-error",
      message: "the model did not end in time",
    });
    assert.equal(beside.lost, true);
    const anew = await native.load({ bytes }, OPTIONS);
    assert.ok((await runWith(anew, 1)).length > 0);
    anew.close();
  });

  test("a process that is gone before that is known is no failure of who speaks to it", async (t) => {
    if (reason !== null) return t.skip(reason);
    const bytes = await readFile(CHARACTERS);
    const lost = [await native.load({ bytes }, OPTIONS), await native.load({ bytes }, OPTIONS)];
    process.kill(pids.at(-1)!.pid, "SIGKILL");
    // This thread hears of nothing meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    const run = runWith(lost[0]!, 1);
    for (const graph of lost) graph.close();
    await assert.rejects(run, { kind: "runtime-error", message: /broke down \(SIGKILL\)/ });
  });

  test("models that are loaded at once after a break-down are in one process", async (t) => {
    if (reason !== null) return t.skip(reason);
    const started = () => pids.filter(({ state }) => state === "started").length;
    const before = started();
    const bytes = await readFile(CHARACTERS);
    const graphs = await Promise.all([native.load({ bytes }, OPTIONS), native.load({ bytes }, OPTIONS)]);
    assert.equal(started(), before + 1);
    for (const graph of graphs) graph.close();
  });

  test("guests run by it; one that never ends leaves nothing behind", async (t) => {
    if (reason !== null) return t.skip(reason);
    const place = openGuestPlace({ threads: 1, workers: 2, native: "all" });
    try {
      const { labels, tolerance, samples } = readCharacters();
      const pixels = Float32Array.from(Buffer.from(samples[0]!.input, "base64"));
      const stdin = new Uint8Array(pixels.buffer);
      const run = (steps: readonly string[], timeoutMs?: number) =>
        place.run(NN_SCRIPT, steps, { stdin, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
      assert.equal((await run(ENDLESS, 1500)).error?.code, "E_TIMEOUT");
      const steps = infer("characters-float.tflite", TYPE.f32, [1, 32, 32, 1], 4 * labels.length);
      const { exitCode, stdout, stderr } = await run(steps);
      assert.equal(exitCode, 0, stderr);
      const shown = Uint8Array.from(stdout.trim().split("\n").at(-1)!.split(" "), Number);
      const probabilities = new Float32Array(shown.buffer);
      for (const [index, probability] of samples[0]!.float.probabilities.entries()) {
        assert.ok(Math.abs(probabilities[index]! - probability) <= tolerance, `${index}: ${probabilities[index]}`);
      }
    } finally {
      await place.close();
    }
    assert.deepEqual(place.logs, []);
    const running = await childrenOf(process.pid);
    const own = new Set(pids.map(({ pid }) => pid));
    assert.deepEqual(
      running.filter((pid) => !own.has(pid)),
      [],
    );
  });
});

/** One run on numbers that follow from the seed; its first output. */
async function runWith(graph: Graph, seed: number, timeoutMs?: number): Promise<number[]> {
  const feeds = graph.inputs.map(({ name, type, dimensions }): Feed => {
    const count = dimensions!.reduce((product, size) => product * size, 1);
    const values = Uint8Array.from({ length: count }, (_, index) => (index * 7 * seed) ^ (index >> 5));
    const data = type === "f32" ? new Uint8Array(Float32Array.from(values, (value) => value / 255).buffer) : values;
    return { name, tensor: { type: type!, dimensions: dimensions!, data } };
  });
  const [output] = await graph.run(feeds, undefined, timeoutMs === undefined ? {} : { timeoutMs });
  const { type, data } = output!;
  return type === "f32" ? [...new Float32Array(new Uint8Array(data).buffer)] : [...data];
}

/** Processes that this one started and that are there, by Linux's word. */
async function childrenOf(pid: number): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return text.split(" ").filter(Boolean).map(Number);
}
