import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ONNX_RUNTIME } from "../../install/installables.ts";
import { findNpmPackage } from "../../install/installed-folder.ts";
import { NnError, type NnErrorKind } from "../../nn-error.ts";
import { TENSOR_TYPES, type Tensor, type TensorType } from "../../tensor.ts";
import { createOnnxBackend } from "./onnx-backend.ts";
import { makeOnnxGraph, makeOnnxModel, type OnnxContent } from "./onnx-model.fixture.ts";

const skip = findNpmPackage(ONNX_RUNTIME) === null ? "no ONNX Runtime (sandpiper nn install onnx)" : false;
const OPTIONS = { threads: 1 };
const CONSTANT = { nodes: [], inputs: [], outputs: [] };

const f32 = (dimensions: readonly number[], values: readonly number[]): Tensor => ({
  type: "f32",
  dimensions,
  data: new Uint8Array(Float32Array.from(values).buffer),
});
const numbers = ({ data }: Tensor) => [...new Float32Array(new Uint8Array(data).buffer)];
const isKind = (kind: NnErrorKind) => (error: unknown) => error instanceof NnError && error.kind === kind;

const ADD: OnnxContent = {
  nodes: [
    { op: "Add", inputs: ["a", "b"], outputs: ["sum"] },
    { op: "Mul", inputs: ["a", "b"], outputs: ["product"] },
  ],
  inputs: [
    { name: "a", type: "f32", shape: ["n", 2] },
    { name: "b", type: "f32", shape: ["n", 2] },
  ],
  outputs: [
    { name: "sum", type: "f32", shape: ["n", 2] },
    { name: "product", type: "f32", shape: ["n", 2] },
  ],
};

const SUM: OnnxContent = { ...ADD, outputs: ADD.outputs.slice(0, 1) };

test("without the runtime it says what brings it", () => {
  assert.throws(() => createOnnxBackend({ cache: "/nowhere" }), {
    code: "E_ENGINE_UNAVAILABLE",
    hint: "Run npx sandpiper nn install onnx.",
  });
});

describe("ONNX models", { skip }, () => {
  const load = async (content: OnnxContent) => createOnnxBackend().load({ bytes: makeOnnxModel(content) }, OPTIONS);
  const a = f32([1, 2], [1, 2]);
  const b = f32([1, 2], [3, 5]);

  test("tells inputs and outputs, and runs with those that are asked for", async () => {
    const graph = await load(ADD);
    assert.deepEqual(graph.inputs, [
      { name: "a", type: "f32", dimensions: [-1, 2] },
      { name: "b", type: "f32", dimensions: [-1, 2] },
    ]);
    const feeds = [
      { name: "b", tensor: b },
      { name: "a", tensor: a },
    ];
    const all = await graph.run(feeds);
    assert.deepEqual(all.map(numbers), [
      [4, 7],
      [3, 10],
    ]);
    const some = await graph.run(feeds, ["product", "sum", "product"]);
    assert.deepEqual(some.map(numbers), [
      [3, 10],
      [4, 7],
      [3, 10],
    ]);
    assert.deepEqual(some[0]!.dimensions, [1, 2]);
    const none = await graph.run([
      { name: "a", tensor: f32([0, 2], []) },
      { name: "b", tensor: f32([0, 2], []) },
    ]);
    assert.deepEqual(none[0], { type: "f32", dimensions: [0, 2], data: new Uint8Array() });
    graph.close();
    graph.close();
    await assert.rejects(async () => graph.run(feeds), isKind("runtime-error"));
  });

  test("refuses what does not fit", async () => {
    const graph = await load(ADD);
    const wrong: readonly [string, Parameters<typeof graph.run>][] = [
      ["an input left out", [[{ name: "a", tensor: a }]]],
      ["an unknown input", [[{ name: "c", tensor: a }]]],
      [
        "an input twice",
        [
          [
            { name: "a", tensor: a },
            { name: "a", tensor: a },
          ],
        ],
      ],
      ["another shape", [[{ name: "a", tensor: f32([2], [1, 2]) }]]],
      ["another type", [[{ name: "a", tensor: { ...a, type: "i32" } }]]],
      ["too few bytes", [[{ name: "a", tensor: { ...a, data: a.data.subarray(1) } }]]],
      [
        "an unknown output",
        [
          [
            { name: "a", tensor: a },
            { name: "b", tensor: b },
          ],
          ["c"],
        ],
      ],
    ];
    for (const [what, args] of wrong)
      await assert.rejects(async () => graph.run(...args), isKind("invalid-argument"), what);
    const mismatch = [
      { name: "a", tensor: f32([2, 2], [1, 2, 3, 4]) },
      { name: "b", tensor: f32([3, 2], [1, 2, 3, 4, 5, 6]) },
    ];
    await assert.rejects(async () => graph.run(mismatch), isKind("runtime-error"));
    graph.close();
  });

  for (const type of Object.keys(TENSOR_TYPES) as TensorType[]) {
    test(`passes ${type} through bit by bit`, async () => {
      const graph = await load({
        nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
        inputs: [{ name: "x", type, shape: ["n"] }],
        outputs: [{ name: "y", type, shape: ["n"] }],
      });
      assert.equal(graph.inputs[0]!.type, type);
      // At an odd place in memory, as a guest may hand it over.
      const size = TENSOR_TYPES[type] * 3;
      const data = new Uint8Array(size + 1).map((_, i) => (type === "bool" ? i % 2 : i + 1)).subarray(1);
      const [output] = await graph.run([{ name: "x", tensor: { type, dimensions: [3], data } }]);
      assert.deepEqual(output, { type, dimensions: [3], data: new Uint8Array(data) });
      graph.close();
    });
  }

  test("a tensor of strings is refused", async () => {
    const graph = await load({
      nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
      inputs: [{ name: "x", type: "string", shape: [1] }],
      outputs: [{ name: "y", type: "string", shape: [1] }],
    });
    assert.equal(graph.inputs[0]!.type, null);
    const tensor: Tensor = { type: "u8", dimensions: [1], data: new Uint8Array(1) };
    await assert.rejects(async () => graph.run([{ name: "x", tensor }]), isKind("unsupported-operation"));
    graph.close();
  });

  test("refuses models that are none, and operators that there are not", async () => {
    const backend = createOnnxBackend();
    const whole = makeOnnxModel(ADD);
    const bad: readonly [NnErrorKind, Uint8Array][] = [
      ["invalid-encoding", new Uint8Array()],
      ["invalid-encoding", new Uint8Array(500).fill(8)],
      ["invalid-encoding", whole.subarray(0, whole.byteLength - 3)],
      ["invalid-encoding", makeOnnxModel({ ...SUM, nodes: [{ op: "Add", inputs: ["a", "q"], outputs: ["sum"] }] })],
      ["unsupported-operation", makeOnnxModel({ ...SUM, nodes: [{ op: "NoSuch", inputs: ["a"], outputs: ["sum"] }] })],
    ];
    for (const [kind, bytes] of bad) await assert.rejects(async () => backend.load({ bytes }, OPTIONS), isKind(kind));
    await assert.rejects(async () => backend.load({ folder: "/", tags: [] }, OPTIONS), isKind("invalid-encoding"));
    // Cut at any place, it is refused or (between two parts) is a whole model.
    for (let length = 0; length < whole.byteLength; length += 1) {
      try {
        (await backend.load({ bytes: whole.subarray(0, length) }, OPTIONS)).close();
      } catch (error) {
        assert.ok(error instanceof NnError, String(error));
      }
    }
  });

  test("reads a model that lies in shared memory", async () => {
    const bytes = makeOnnxModel(ADD);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
    shared.set(bytes);
    const graph = await createOnnxBackend().load({ bytes: shared }, OPTIONS);
    assert.equal(graph.outputs.length, 2);
    graph.close();
  });

  test("a subgraph of an If runs", async () => {
    const branch = (op: string) =>
      makeOnnxGraph({
        ...CONSTANT,
        nodes: [{ op, inputs: ["x"], outputs: ["z"] }],
        outputs: [{ name: "z", type: "f32", shape: [1] }],
      });
    const graph = await load({
      nodes: [
        {
          op: "If",
          inputs: ["c"],
          outputs: ["y"],
          attributes: [
            [
              [1, "then_branch"],
              [6, branch("Neg")],
              [20, 5],
            ],
            [
              [1, "else_branch"],
              [6, branch("Abs")],
              [20, 5],
            ],
          ],
        },
      ],
      inputs: [
        { name: "c", type: "bool", shape: [1] },
        { name: "x", type: "f32", shape: [1] },
      ],
      outputs: [{ name: "y", type: "f32", shape: [1] }],
    });
    const x = { name: "x", tensor: f32([1], [3]) };
    const c = (value: number) => ({
      name: "c",
      tensor: { type: "bool", dimensions: [1], data: Uint8Array.of(value) } as const,
    });
    // 2 is no boolean of C++'s; it must not become one.
    assert.deepEqual((await graph.run([c(2), x])).map(numbers), [[-3]]);
    assert.deepEqual((await graph.run([c(0), x])).map(numbers), [[3]]);
    graph.close();
  });
});
