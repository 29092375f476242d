import { encodeMessage, type Fields, type Value } from "../protobuf/encode-message.fixture.ts";

/** `DT_FLOAT`, as an `AttrValue` (type 6). */
export const FLOAT: Fields = [[6, 1]];

export interface NodeContent {
  readonly name: string;
  readonly op: string;
  readonly inputs?: readonly string[];
  /** Of each an `AttrValue`. */
  readonly attributes?: Readonly<Record<string, Fields>>;
}

/** The bytes of a `GraphDef`. */
export function makeGraphDef(
  nodes: readonly NodeContent[],
  functions: Readonly<Record<string, readonly NodeContent[]>> = {},
): Uint8Array {
  return encodeMessage(makeGraph(nodes, functions));
}

/** `GraphDef`: node 1, library 2, versions 4; `FunctionDef`: signature 1, node_def 3. */
export function makeGraph(
  nodes: readonly NodeContent[],
  functions: Readonly<Record<string, readonly NodeContent[]>> = {},
): Fields {
  const library = Object.entries(functions).map(([name, body]): Fields[number] => [
    1,
    [[1, [[1, name]]], ...body.map((node) => [3, makeNode(node)] as const)],
  ]);
  return [...nodes.map((node) => [1, makeNode(node)] as const), [2, library], [4, [[1, 1882]]]];
}

/** `NodeDef`: name 1, op 2, input 3, attr 5. */
function makeNode({ name, op, inputs = [], attributes = {} }: NodeContent): Fields {
  return [
    [1, name],
    [2, op],
    ...inputs.map((input) => [3, input] as const),
    ...Object.entries(attributes).map(([key, value]): [number, Value] => [
      5,
      [
        [1, key],
        [2, value],
      ],
    ]),
  ];
}

/** An `AttrValue` that names a function (func 10). */
export const functionAttribute = (name: string): Fields => [[10, [[1, name]]]];

/** An `AttrValue` of a shape (7), in which -1 is open. */
export const shapeAttribute = (sizes: readonly number[]): Fields => [
  [7, sizes.map((size): Fields[number] => [2, [[1, size]]])],
];

/** A placeholder for floats of this shape. */
export const placeholder = (name: string, sizes: readonly number[]): NodeContent => ({
  name,
  op: "Placeholder",
  attributes: { dtype: FLOAT, shape: shapeAttribute(sizes) },
});
