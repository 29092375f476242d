import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NnError } from "../../nn-error.ts";
import { encodeMessage, type Fields } from "../protobuf/encode-message.fixture.ts";
import { checkSavedModel } from "./check-saved-model.ts";
import { functionAttribute, makeGraph, type NodeContent } from "./graph-def.fixture.ts";
import { GraphReach } from "./graph-reach.ts";
import type { Operator, OperatorList } from "./operator-list.ts";
import { parseSavedModel } from "./saved-model.ts";

const STATEFUL = [
  "AssignVariableOp",
  "InitializeTableFromTextFileV2",
  "RestoreV2",
  "SaveV2",
  "StatefulPartitionedCall",
  "VarHandleOp",
  "WriteFile",
];
const OPERATORS: OperatorList = new Map<string, Operator>([
  ...["Const", "Identity", "NoOp", "Placeholder", "ReadFile"].map(
    (name) => [name, { stateful: false, takesReference: false }] as const,
  ),
  ...STATEFUL.map((name) => [name, { stateful: true, takesReference: false }] as const),
]);

interface Content {
  readonly nodes: readonly NodeContent[];
  readonly functions?: Readonly<Record<string, readonly NodeContent[]>>;
  readonly init?: string;
}

/** `SavedModel`: meta_graphs 2; `MetaGraphDef`: meta_info_def 1, graph_def 2, saver_def 3, signature_def 5. */
function makeSavedModel({ nodes, functions = {}, init }: Content): Uint8Array {
  const signature = (key: string, inputs: Fields, outputs: Fields): Fields[number] => [
    5,
    [
      [1, key],
      [2, [...inputs.map(([, entry]) => [1, entry] as const), ...outputs.map(([, entry]) => [2, entry] as const)]],
    ],
  ];
  const tensor = (key: string, name: string): Fields[number] => [
    0,
    [
      [1, key],
      [2, [[1, name]]],
    ],
  ];
  return encodeMessage([
    [1, 1],
    [
      2,
      [
        [1, [[4, "serve"]]],
        [2, makeGraph(nodes, functions)],
        [
          3,
          [
            [1, "file:0"],
            [3, "restore"],
          ],
        ],
        signature("serving_default", [tensor("in", "x:0")], [tensor("b", "y:1"), tensor("a", "y:0")]),
        ...(init === undefined ? [] : [signature("__saved_model_init_op", [], [tensor("init", init)])]),
      ],
    ],
  ]);
}

const check = (content: Content) => {
  const model = parseSavedModel(makeSavedModel(content), ["serve"]);
  checkSavedModel(model, new GraphReach(model.graph, OPERATORS));
};
const isRefused = (error: unknown) => error instanceof NnError && error.kind === "unsupported-operation";

const FILE: NodeContent = { name: "file", op: "Placeholder" };
const VARIABLE: NodeContent = { name: "v", op: "VarHandleOp" };
const OTHER_FILE: NodeContent = { name: "other", op: "Const" };
const RESTORE: readonly NodeContent[] = [
  { name: "passed", op: "Identity", inputs: ["prefix"] },
  { name: "read", op: "RestoreV2", inputs: ["passed:output:0", "names", "slices"] },
  { name: "fill", op: "AssignVariableOp", inputs: ["handle", "read:tensors:0"] },
];
const call = (inputs: readonly string[]): NodeContent => ({
  name: "restore",
  op: "StatefulPartitionedCall",
  inputs,
  attributes: { f: functionAttribute("restoring") },
});

test("inputs and outputs are those of the signature, in the order of their names", () => {
  const bytes = makeSavedModel({ nodes: [FILE] });
  const { signature } = parseSavedModel(bytes, ["serve"]);
  assert.deepEqual([...signature!.inputs], [["in", "x:0"]]);
  assert.deepEqual(
    [...signature!.outputs],
    [
      ["a", "y:0"],
      ["b", "y:1"],
    ],
  );
  assert.throws(
    () => parseSavedModel(bytes, ["serve", "gpu"]),
    (error) => error instanceof NnError && error.kind === "not-found",
  );
});

describe("loading a saved model", () => {
  test("may restore its variables, in the graph or in a function", () => {
    check({
      nodes: [
        FILE,
        VARIABLE,
        OTHER_FILE,
        { name: "read", op: "RestoreV2", inputs: ["file", "other", "other"] },
        { name: "restore", op: "AssignVariableOp", inputs: ["v", "read"] },
      ],
    });
    check({ nodes: [FILE, VARIABLE, call(["file", "v"])], functions: { restoring: RESTORE } });
  });

  const refused: Readonly<Record<string, Content>> = {
    "from a file that the graph names": {
      nodes: [FILE, OTHER_FILE, { name: "restore", op: "RestoreV2", inputs: ["other", "file", "file"] }],
    },
    "from one that reaches it by a detour": {
      nodes: [
        FILE,
        OTHER_FILE,
        { name: "i", op: "Identity", inputs: ["other"] },
        { name: "restore", op: "RestoreV2", inputs: ["i", "file", "file"] },
      ],
    },
    "from one that a function is called with": {
      nodes: [FILE, OTHER_FILE, VARIABLE, call(["file", "v", "other"])],
      functions: { restoring: RESTORE },
    },
    "from one that a function names": {
      nodes: [FILE, VARIABLE, call(["file", "v"])],
      functions: { restoring: [{ name: "prefix", op: "Const" }, ...RESTORE] },
    },
    "with a write to a file": {
      nodes: [FILE, { name: "w", op: "WriteFile", inputs: ["file"] }, { name: "restore", op: "NoOp", inputs: ["^w"] }],
    },
    "with a table out of a text file": {
      nodes: [
        FILE,
        { name: "restore", op: "NoOp" },
        { name: "table", op: "InitializeTableFromTextFileV2", inputs: ["file"] },
      ],
      init: "table:0",
    },
    "with an initial operation that saves": {
      nodes: [FILE, { name: "restore", op: "NoOp" }, { name: "save", op: "SaveV2", inputs: ["file"] }],
      init: "save",
    },
    "that could read a file while it is prepared": {
      nodes: [FILE, { name: "aside", op: "ReadFile", inputs: ["file"] }],
    },
  };
  for (const [what, content] of Object.entries(refused)) {
    test(`not ${what}`, () => assert.throws(() => check(content), isRefused));
  }

  test("what saves it may be there as long as it does not run", () => {
    check({ nodes: [FILE, { name: "restore", op: "NoOp" }, { name: "save", op: "SaveV2", inputs: ["file"] }] });
  });
});
