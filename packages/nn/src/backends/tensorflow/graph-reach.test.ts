import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NnError } from "../../nn-error.ts";
import { functionAttribute, makeGraphDef, type NodeContent } from "./graph-def.fixture.ts";
import { parseGraphDef } from "./graph-def.ts";
import { GraphReach } from "./graph-reach.ts";
import type { Operator, OperatorList } from "./operator-list.ts";
import { judgeOperator } from "./operator-policy.ts";

const plain: Operator = { stateful: false, takesReference: false };
const stateful: Operator = { stateful: true, takesReference: false };
const writer: Operator = { stateful: false, takesReference: true };
/** As TensorFlow 2.21 describes them. */
const OPERATORS: OperatorList = new Map([
  ...["Abort", "Add", "Const", "Identity", "MatMul", "Placeholder", "ReadFile", "TFRecordDataset"].map(
    (name) => [name, plain] as const,
  ),
  ...["PartitionedCall", "DebugIdentity", "QueueEnqueue", "_FusedConv2D", "_Recv", "XlaCustomCall"].map(
    (name) => [name, plain] as const,
  ),
  ...[
    "If",
    "RandomUniform",
    "ReadVariableOp",
    "TensorArrayV3",
    "VarHandleOp",
    "WriteFile",
    "PrintV2",
    "SomethingNew",
  ].map((name) => [name, stateful] as const),
  ["AssignAdd", writer],
]);

const reachOf = (nodes: readonly NodeContent[], functions: Readonly<Record<string, readonly NodeContent[]>> = {}) =>
  new GraphReach(parseGraphDef(makeGraphDef(nodes, functions)), OPERATORS);
const names = (nodes: Iterable<{ name: string }>) => [...nodes].map(({ name }) => name).sort();
const COMPUTING = { verdicts: new Set(["computes"] as const) };
const isRefused = (error: unknown) => error instanceof NnError && error.kind === "unsupported-operation";

test("what an operator may do", () => {
  const expected = {
    computes: [
      "Add",
      "Const",
      "Placeholder",
      "PartitionedCall",
      "If",
      "RandomUniform",
      "TensorArrayV3",
      "_FusedConv2D",
    ],
    "reads-variables": ["ReadVariableOp", "VarHandleOp"],
    acts: ["WriteFile", "PrintV2", "AssignAdd", "SomethingNew"],
    "acts-unnoticed": [
      "Abort",
      "ReadFile",
      "TFRecordDataset",
      "DebugIdentity",
      "QueueEnqueue",
      "_Recv",
      "XlaCustomCall",
    ],
  };
  for (const [verdict, operators] of Object.entries(expected)) {
    for (const name of operators) assert.equal(judgeOperator(name, OPERATORS), verdict, name);
  }
  assert.equal(judgeOperator("NoSuch", OPERATORS), null);
});

describe("what runs when something is fetched", () => {
  const graph = reachOf([
    { name: "x", op: "Placeholder" },
    { name: "first", op: "Add", inputs: ["x", "x:0"] },
    { name: "before", op: "Const" },
    { name: "second", op: "Add", inputs: ["first:0", "x", "^before"] },
    { name: "aside", op: "ReadFile", inputs: ["before"] },
    { name: "loop", op: "Add", inputs: ["loop", "x"] },
  ]);

  test("all that it needs, control inputs too, and loops end", () => {
    assert.deepEqual(names(graph.needed(["second"], new Set())), ["before", "first", "second", "x"]);
    assert.deepEqual(names(graph.needed(["loop", "nothing"], new Set())), ["loop", "x"]);
  });

  test("not what is fed instead", () => {
    assert.deepEqual(names(graph.needed(["second"], new Set(["first:0", "x:0"]))), ["before", "second"]);
    assert.deepEqual(names(graph.needed(["second"], new Set(["first:1"]))), ["before", "first", "second", "x"]);
  });
});

describe("an operator that does more than compute is found", () => {
  test("in the graph", () => {
    assert.throws(() => graphWith([{ name: "a", op: "ReadFile" }]).check(), isRefused);
    graphWith([{ name: "a", op: "Const" }]).check();
  });

  test("in a function that is called by name, by an attribute, and through another one", () => {
    const functions = { reads: [{ name: "r", op: "ReadFile" }], calls: [{ name: "c", op: "reads" }] };
    const callers: NodeContent[] = [
      { name: "a", op: "reads" },
      { name: "a", op: "PartitionedCall", attributes: { f: functionAttribute("calls") } },
      { name: "a", op: "If", attributes: { branches: [[1, [[9, [[1, "calls"]]]]]] } },
      {
        name: "a",
        op: "If",
        attributes: {
          branch: [
            [
              10,
              [
                [1, "clean"],
                [
                  2,
                  [
                    [1, "k"],
                    [2, functionAttribute("calls")],
                  ],
                ],
              ],
            ],
          ],
        },
      },
    ];
    for (const caller of callers) assert.throws(() => graphWith([caller], functions).check(), isRefused);
  });

  test("in functions that call each other, whichever is looked at first", () => {
    const functions = {
      f: [
        { name: "g", op: "g" },
        { name: "r", op: "ReadFile" },
      ],
      g: [{ name: "f", op: "f" }],
    };
    for (const op of ["f", "g"]) assert.throws(() => graphWith([{ name: "a", op }], functions).check(), isRefused);
    const { reach } = graphWith([{ name: "a", op: "g" }], functions);
    for (let round = 0; round < 2; round += 1)
      assert.throws(() => reach.check(reach.graph.nodes, COMPUTING), isRefused);
  });

  function graphWith(nodes: readonly NodeContent[], functions = {}) {
    const reach = reachOf(nodes, functions);
    return { reach, check: () => reach.check(reach.graph.nodes, COMPUTING) };
  }
});
