import assert from "node:assert/strict";
import { test } from "node:test";
import type { Backend } from "./backend.ts";
import { createLocalInference } from "./local-inference.ts";

/** Models are text; a run tells how often the model was loaded. */
function fakeBackend(loads: string[], later = false): Backend {
  const data = (text: string) =>
    ({ type: "u8", dimensions: [text.length], data: new TextEncoder().encode(text) }) as const;
  return {
    name: "fake",
    encoding: "onnx",
    load(content) {
      assert.ok("bytes" in content);
      const text = new TextDecoder().decode(content.bytes);
      loads.push(text);
      const graph = {
        inputs: [],
        outputs: [],
        byteSize: 1,
        run: () => [data(`${text} ${loads.filter((one) => one === text).length}`)],
        close() {},
      };
      return later ? Promise.resolve(graph) : graph;
    },
    close() {},
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const NAMED = { path: "m", sha256: "", encoding: "onnx", labels: ["a"] } as const;

test("equal bytes are one model, from one invocation to the next", () => {
  const loads: string[] = [];
  const inference = createLocalInference({ backends: [fakeBackend(loads)] });
  for (let i = 0; i < 3; i++) {
    const [output] = inference.open({}).load(bytesOf("one model"), "onnx").run([]);
    assert.equal(new TextDecoder().decode(output!.data), "one model 1");
  }
  inference.open({}).load(bytesOf("one modem"), "onnx");
  assert.deepEqual(loads, ["one model", "one modem"]);
});

test("a model that had to make room is loaded again as it runs", () => {
  const loads: string[] = [];
  const opened = createLocalInference({ backends: [fakeBackend(loads)] }).open({});
  const model = opened.load(bytesOf("first"), "onnx");
  for (let i = 0; i < 8; i++) opened.load(bytesOf(`other ${i}`), "onnx");
  assert.equal(new TextDecoder().decode(model.run([])[0]!.data), "first 2");
});

test("by name, with labels; what there is not is said", () => {
  const inference = createLocalInference({ backends: [fakeBackend([])], read: ({ path }) => bytesOf(path) });
  const opened = inference.open({ models: { it: NAMED } });
  assert.deepEqual(opened.names, ["it"]);
  assert.deepEqual(opened.loadByName("it").labels, ["a"]);
  assert.throws(() => opened.loadByName("toString"), { kind: "not-found" });
  assert.throws(() => opened.load(bytesOf("????????"), null), { kind: "invalid-encoding" });
  assert.throws(() => opened.load(bytesOf("x"), "tensorflow"), { code: "E_ENGINE_UNAVAILABLE" });
});

test("a backend that answers later cannot serve here", () => {
  const opened = createLocalInference({ backends: [fakeBackend([], true)] }).open({});
  assert.throws(() => opened.load(bytesOf("x"), "onnx"), { kind: "busy" });
});
