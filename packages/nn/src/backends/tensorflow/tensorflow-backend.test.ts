import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { findTensorflow } from "../../install/find-tensorflow.ts";
import { KOFFI } from "../../install/installables.ts";
import { findNpmPackage } from "../../install/installed-folder.ts";
import { NnError, type NnErrorKind } from "../../nn-error.ts";
import { TENSOR_TYPES, type Tensor, type TensorType } from "../../tensor.ts";
import { encodeMessage, type Fields } from "../protobuf/encode-message.fixture.ts";
import { toDataType } from "./data-type.ts";
import { FLOAT, makeGraphDef, type NodeContent, placeholder } from "./graph-def.fixture.ts";
import { createTensorflowBackend } from "./tensorflow-backend.ts";

const missing = findNpmPackage(KOFFI) === null || (await findTensorflow()) === null;
const skip = missing ? "no TensorFlow library (sandpiper nn install tensorflow)" : false;
const OPTIONS = { threads: 1 };

const f32 = (dimensions: readonly number[], values: readonly number[]): Tensor => ({
  type: "f32",
  dimensions,
  data: new Uint8Array(Float32Array.from(values).buffer),
});
const numbers = ({ data }: Tensor) => [...new Float32Array(new Uint8Array(data).buffer)];
const isKind = (kind: NnErrorKind) => (error: unknown) => error instanceof NnError && error.kind === kind;

const float = (name: string, op: string, inputs: readonly string[]): NodeContent => ({
  name,
  op,
  inputs,
  attributes: { T: FLOAT },
});
const ADD = makeGraphDef([
  placeholder("a", [-1, 2]),
  placeholder("b", [-1, 2]),
  float("inner", "Add", ["a", "b"]),
  float("sum", "Identity", ["inner"]),
  float("product", "Mul", ["a:0", "b"]),
]);

/** A `TensorProto`: dtype 1, tensor_shape 2, tensor_content 4. */
const ZERO: Fields = [
  [1, 1],
  [2, []],
  [4, new Uint8Array(4)],
];
/** `while (x >= 0) x = Math.abs(x)` of the operators of TensorFlow 1. */
const ENDLESS = makeGraphDef([
  placeholder("x", []),
  { name: "enter", op: "Enter", inputs: ["x"], attributes: { T: FLOAT, frame_name: [[2, "loop"]] } },
  { name: "merge", op: "Merge", inputs: ["enter", "next"], attributes: { T: FLOAT, N: [[3, 2]] } },
  { name: "zero", op: "Const", inputs: ["^merge"], attributes: { dtype: FLOAT, value: [[8, ZERO]] } },
  float("yes", "GreaterEqual", ["merge", "zero"]),
  { name: "cond", op: "LoopCond", inputs: ["yes"] },
  { name: "switch", op: "Switch", inputs: ["merge", "cond"], attributes: { T: FLOAT } },
  float("body", "Abs", ["switch:1"]),
  float("next", "NextIteration", ["body"]),
  float("out", "Exit", ["switch"]),
]);

test("without the library it says what brings it", async () => {
  await assert.rejects(createTensorflowBackend({ cache: "/nowhere" }), {
    code: "E_ENGINE_UNAVAILABLE",
    hint: "Run npx sandpiper nn install tensorflow.",
  });
});

describe("frozen graphs", { skip }, () => {
  const backend = skip === false ? createTensorflowBackend() : undefined;
  const load = async (bytes: Uint8Array) => (await backend!).load({ bytes }, OPTIONS);
  const feeds = [
    { name: "b", tensor: f32([1, 2], [3, 5]) },
    { name: "a", tensor: f32([1, 2], [1, 2]) },
  ];

  test("its placeholders are the inputs, what nobody takes the outputs", async () => {
    const graph = await load(ADD);
    assert.deepEqual(graph.inputs, [
      { name: "a", type: "f32", dimensions: [-1, 2] },
      { name: "b", type: "f32", dimensions: [-1, 2] },
    ]);
    assert.deepEqual(
      graph.outputs.map(({ name }) => name),
      ["sum", "product"],
    );
    assert.deepEqual((await graph.run(feeds)).map(numbers), [
      [4, 7],
      [3, 10],
    ]);
    graph.close();
    graph.close();
    await assert.rejects(async () => graph.run(feeds), isKind("runtime-error"));
  });

  test("any operation may be fed and fetched, with the number of its output or without", async () => {
    const graph = await load(ADD);
    assert.deepEqual((await graph.run(feeds, ["product:0", "inner", "product"])).map(numbers), [
      [3, 10],
      [4, 7],
      [3, 10],
    ]);
    const fed = await graph.run([{ name: "inner:0", tensor: f32([1, 2], [8, 9]) }], ["sum"]);
    assert.deepEqual(fed.map(numbers), [[8, 9]]);
    assert.deepEqual(await graph.run(feeds, []), []);
    const none = await graph.run(
      feeds.map(({ name }) => ({ name, tensor: f32([0, 2], []) })),
      ["sum"],
    );
    assert.deepEqual(none, [{ type: "f32", dimensions: [0, 2], data: new Uint8Array() }]);
    graph.close();
  });

  test("refuses what does not fit", async () => {
    const graph = await load(ADD);
    const [b, a] = feeds as [(typeof feeds)[0], (typeof feeds)[0]];
    const wrong: readonly [string, Parameters<typeof graph.run>][] = [
      ["an input left out", [[a]]],
      ["an unknown input", [[{ ...a, name: "c" }, b]]],
      ["an output that an operation does not have", [[{ ...a, name: "a:1" }, b]]],
      ["an input twice", [[a, { ...a, name: "a:0" }, b]]],
      ["another rank", [[{ ...a, tensor: f32([2], [1, 2]) }, b]]],
      ["another type", [[{ ...a, tensor: { ...a.tensor, type: "i32" } }, b]]],
      ["too few bytes", [[{ ...a, tensor: { ...a.tensor, data: a.tensor.data.subarray(1) } }, b]]],
      ["an unknown output", [[a, b], ["c"]]],
      ["a control input", [[a, b], ["^sum"]]],
      ["no number behind the colon", [[a, b], ["sum:"]]],
      ["a number that is not written as one", [[a, b], ["sum:0x0"]]],
      [
        "sizes that do not go together",
        [
          [
            { ...a, tensor: f32([2, 2], [1, 2, 3, 4]) },
            { ...b, tensor: f32([3, 2], [1, 2, 3, 4, 5, 6]) },
          ],
        ],
      ],
    ];
    for (const [what, args] of wrong)
      await assert.rejects(async () => graph.run(...args), isKind("invalid-argument"), what);
    graph.close();
  });

  for (const type of Object.keys(TENSOR_TYPES) as TensorType[]) {
    test(`passes ${type} through bit by bit`, async () => {
      const attributes = { [type]: [[6, toDataType(type)]] } as const;
      const graph = await load(
        makeGraphDef([
          { name: "x", op: "Placeholder", attributes: { dtype: attributes[type]! } },
          { name: "y", op: "Identity", inputs: ["x"], attributes: { T: attributes[type]! } },
        ]),
      );
      assert.deepEqual(graph.inputs, [{ name: "x", type, dimensions: null }]);
      const size = TENSOR_TYPES[type] * 3;
      const data = new Uint8Array(size + 1).map((_, i) => (type === "bool" ? i % 2 : i + 1)).subarray(1);
      const [output] = await graph.run([{ name: "x", tensor: { type, dimensions: [3], data } }]);
      assert.deepEqual(output, { type, dimensions: [3], data: new Uint8Array(data) });
      graph.close();
    });
  }

  test("a tensor of strings is refused", async () => {
    const graph = await load(
      makeGraphDef([{ name: "s", op: "Placeholder", attributes: { dtype: [[6, 7]] } }, placeholder("x", [1])]),
    );
    const tensor: Tensor = { type: "u8", dimensions: [1], data: new Uint8Array(1) };
    await assert.rejects(async () => graph.run([{ name: "s", tensor }], ["x"]), isKind("unsupported-operation"));
    await assert.rejects(async () => graph.run([], ["s"]), isKind("unsupported-operation"));
    graph.close();
  });

  test("refuses graphs that are none, and operators that there are not or that do more than compute", async () => {
    const node = (op: string) => makeGraphDef([{ name: "n", op }]);
    const bad: readonly [NnErrorKind, Uint8Array][] = [
      ["invalid-encoding", new Uint8Array()],
      ["invalid-encoding", new Uint8Array(500).fill(0x0a)],
      ["invalid-encoding", encodeMessage([[7, "an ONNX model, say"]])],
      ["invalid-encoding", makeGraphDef([float("n", "Identity", ["nothing"])])],
      ["invalid-encoding", makeGraphDef([float("n", "Identity", ["n"])])],
      ["unsupported-operation", node("NoSuchOperator")],
      ["unsupported-operation", node("ReadFile")],
      ["unsupported-operation", node("WriteFile")],
      ["unsupported-operation", node("Abort")],
    ];
    for (const [kind, bytes] of bad) await assert.rejects(load(bytes), isKind(kind));
    for (let length = 0; length < ADD.byteLength; length += 1) {
      try {
        (await load(ADD.subarray(0, length))).close();
      } catch (error) {
        assert.ok(error instanceof NnError, String(error));
      }
    }
    await assert.rejects(
      async () => (await backend!).load({ folder: "/nowhere", tags: ["serve"] }, OPTIONS),
      isKind("invalid-encoding"),
    );
  });

  test("a loop without an end is stopped", async () => {
    const graph = await load(ENDLESS);
    const x = { name: "x", tensor: f32([], [1]) };
    await assert.rejects(async () => graph.run([x], ["out"], { timeoutMs: 100 }), isKind("runtime-error"));
    graph.close();
  });

  test("reads a graph that lies in shared memory", async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(ADD.byteLength));
    shared.set(ADD);
    const graph = await load(shared);
    assert.equal(graph.outputs.length, 2);
    graph.close();
  });

  const mtcnn = fileURLToPath(new URL("../../../../../../shared/data/mtcnn/mtcnn.pb", import.meta.url));
  test("a face detector finds no face in a grey picture", { skip: !existsSync(mtcnn) && `no ${mtcnn}` }, async () => {
    const graph = await load(readFileSync(mtcnn));
    assert.deepEqual(
      graph.inputs.map(({ name }) => name),
      ["input", "min_size", "thresholds", "factor"],
    );
    const input = f32([60, 80, 3], new Array(60 * 80 * 3).fill(127));
    const [prob, landmarks, box] = await graph.run(
      [
        { name: "min_size", tensor: f32([], [40]) },
        { name: "thresholds", tensor: f32([3], [0.6, 0.7, 0.7]) },
        { name: "factor", tensor: f32([], [0.709]) },
        { name: "input", tensor: input },
      ],
      ["prob", "landmarks", "box"],
    );
    assert.deepEqual(prob!.dimensions, [0]);
    assert.deepEqual(landmarks!.dimensions, [0, 10]);
    assert.deepEqual(box!.dimensions, [0, 4]);
    graph.close();
  });
});
