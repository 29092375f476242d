import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NnError } from "../../nn-error.ts";
import type { Fields } from "../protobuf/encode-message.fixture.ts";
import { encodeMessage } from "../protobuf/encode-message.fixture.ts";
import { checkModel } from "./check-model.ts";
import { makeOnnxGraph, makeOnnxModel, type OnnxContent } from "./onnx-model.fixture.ts";

const x = { name: "x", type: "f32", shape: [2] } as const;
const y = { name: "y", type: "f32", shape: [2] } as const;
const add: OnnxContent = {
  nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
  inputs: [x],
  outputs: [y],
  initializers: [
    [
      [1, 2],
      [2, 1],
      [8, "w"],
      [9, new Uint8Array(8)],
    ],
  ],
};
/** A tensor whose bytes are those of a file. */
const outside: Fields = [
  [1, 2],
  [2, 1],
  [8, "w"],
  [
    13,
    [
      [1, "location"],
      [2, "package.json"],
    ],
  ],
  [14, 1],
];
const withAttribute = (attribute: Fields): OnnxContent => ({
  ...add,
  nodes: [{ op: "Constant", inputs: [], outputs: ["y"], attributes: [attribute] }],
});

test("a model that keeps to itself passes", () => checkModel(makeOnnxModel(add)));

describe("a model that refers to a file is refused, wherever it does", () => {
  const places: Readonly<Record<string, OnnxContent>> = {
    "an initializer": { ...add, initializers: [outside] },
    "a sparse tensor of an attribute": withAttribute([
      [1, "value"],
      [22, [[1, outside]]],
    ]),
    "an attribute": withAttribute([
      [1, "value"],
      [5, outside],
    ]),
    "an attribute's list": withAttribute([
      [1, "value"],
      [10, outside],
    ]),
    "a subgraph": withAttribute([
      [1, "body"],
      [6, makeOnnxGraph({ ...add, initializers: [outside] })],
    ]),
  };
  for (const [name, content] of Object.entries(places)) {
    test(name, () => {
      assert.throws(
        () => checkModel(makeOnnxModel(content)),
        (error) => error instanceof NnError && error.kind === "unsupported-operation",
      );
    });
  }
});

test("subgraphs in subgraphs without end, no graph at all, and no message", () => {
  let content = add;
  for (let depth = 0; depth < 40; depth += 1)
    content = withAttribute([
      [1, "body"],
      [6, makeOnnxGraph(content)],
    ]);
  for (const bytes of [
    makeOnnxModel(content),
    encodeMessage([[1, 8]]),
    new Uint8Array(),
    makeOnnxModel(add).slice(0, -7),
  ]) {
    assert.throws(
      () => checkModel(bytes),
      (error) => error instanceof NnError && error.kind === "invalid-encoding",
    );
  }
});
