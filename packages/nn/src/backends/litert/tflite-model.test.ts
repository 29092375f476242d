import assert from "node:assert/strict";
import { test } from "node:test";
import { NnError, type NnErrorKind } from "../../nn-error.ts";
import { type ModelPlan, reverseOf, SUM, writeModel } from "./tflite-model.fixture.ts";
import { readTfliteModel } from "./tflite-model.ts";

test("inputs come in the subgraph's order, under the signature's names", () => {
  const model = readTfliteModel(writeModel(SUM));
  assert.deepEqual(
    model.inputs.map(({ name, tensorName, type, dimensions }) => ({ name, tensorName, type, dimensions })),
    [
      { name: "zeta", tensorName: "zeta:0", type: "f32", dimensions: [2] },
      { name: "alpha", tensorName: "alpha:0", type: "f32", dimensions: [2] },
    ],
  );
  assert.deepEqual(
    model.outputs.map(({ name }) => name),
    ["sum"],
  );
  assert.equal(model.workingBytes, 24);
});

test("a model without a signature goes by the tensors' names", () => {
  const { signature: _, ...plan } = SUM;
  const { inputs } = readTfliteModel(writeModel(plan));
  assert.deepEqual(
    inputs.map(({ name }) => name),
    ["zeta:0", "alpha:0"],
  );
});

test("open sizes are those the file was made with", () => {
  const tensors = SUM.tensors.map((tensor) => ({ ...tensor, shapeSignature: [-1] }));
  const bytes = writeModel({ ...SUM, tensors });
  const model = readTfliteModel(bytes);
  assert.deepEqual(model.inputs[0]!.dimensions, [2]);
  assert.equal(model.settlements.length, 3);
  const view = new DataView(bytes.buffer);
  for (const { from, to, count } of model.settlements) {
    assert.equal(count, 1);
    assert.deepEqual([view.getInt32(from, true), view.getInt32(to, true)], [2, -1]);
  }
});

const withTensor = (index: number, change: object): ModelPlan => ({
  ...SUM,
  tensors: SUM.tensors.map((tensor, at) => (at === index ? { ...tensor, ...change } : tensor)),
});

const REFUSED: readonly (readonly [string, Uint8Array, NnErrorKind, RegExp])[] = [
  ["nothing", new Uint8Array(), "invalid-encoding", /TFL3/],
  ["another identifier", writeModel(SUM).fill(0x41, 4, 8), "invalid-encoding", /TFL3/],
  ["another version", writeModel({ ...SUM, version: 4 }), "invalid-encoding", /version 4/],
  [
    "an operator of its author's",
    writeModel({ ...SUM, operatorCodes: [{ builtin: 32, custom: "FlexMatrixDeterminant" }] }),
    "unsupported-operation",
    /FlexMatrixDeterminant/,
  ],
  [
    "a step of no operator",
    writeModel({ ...SUM, operatorCodes: [] }),
    "invalid-encoding",
    /operator that is not there/,
  ],
  ["an input that is no tensor", writeModel({ ...SUM, inputs: [0, 7] }), "invalid-encoding", /tensor 7 of 3/],
  ["strings", writeModel(reverseOf(5)), "unsupported-operation", /input "x" has elements of type 5/],
  ["an empty input", writeModel(withTensor(0, { shape: [0, 2] })), "unsupported-operation", /"zeta" is empty/],
  ["a negative size", writeModel(withTensor(0, { shape: [-2] })), "invalid-encoding", /"zeta" has the shape \[-2\]/],
  ["an input of 4 GiB", writeModel(withTensor(0, { shape: [2 ** 30] })), "too-large", /"zeta"/],
  ["an output that is an input", writeModel({ ...SUM, outputs: [0] }), "unsupported-operation", /no step writes/],
  [
    "an output given twice",
    writeModel({ ...SUM, outputs: [2, 2] }),
    "unsupported-operation",
    /"sum" is an output twice/,
  ],
  [
    "an output sized by values",
    writeModel(withTensor(2, { shapeSignature: [-1] })),
    "unsupported-operation",
    /depends on the values/,
  ],
];

for (const [what, bytes, kind, message] of REFUSED) {
  test(`${what} is refused`, () => {
    assert.throws(
      () => readTfliteModel(bytes),
      (error) => error instanceof NnError && error.kind === kind && message.test(error.message),
    );
  });
}

test("a file cut anywhere, or with any byte changed, is read or refused, never read past its end", () => {
  const bytes = writeModel(SUM);
  const read = (file: Uint8Array): boolean => {
    try {
      readTfliteModel(file);
      return true;
    } catch (error) {
      if (error instanceof NnError) return false;
      throw error;
    }
  };
  assert.equal(read(bytes), true);
  let refused = 0;
  for (let length = 0; length < bytes.length; length++) if (!read(bytes.slice(0, length))) refused++;
  for (let index = 0; index < bytes.length; index++) {
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) if (!read(bytes.with(index, value))) refused++;
  }
  assert.ok(refused > bytes.length);
});

test("vectors that lie over each other do not make a small file a long read", () => {
  const bytes = writeModel({ ...SUM, operators: Array.from({ length: 1000 }, () => SUM.operators[0]!) });
  const view = new DataView(bytes.buffer);
  const position = bytes.length - 4;
  // Every vector of one element becomes one of as many as reach the file's end.
  for (let at = 0; at < position; at += 4) {
    if (view.getUint32(at, true) === 1) view.setUint32(at, (position - at) >> 2, true);
  }
  assert.throws(() => readTfliteModel(bytes), { name: "NnError", kind: "invalid-encoding" });
});
