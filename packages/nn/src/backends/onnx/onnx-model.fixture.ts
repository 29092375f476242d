import { encodeMessage, type Fields } from "../protobuf/encode-message.fixture.ts";

/** Numbers of `TensorProto.DataType` (`onnx/onnx.proto`). */
export const ONNX_TYPE = {
  f32: 1,
  u8: 2,
  i8: 3,
  u16: 4,
  i16: 5,
  i32: 6,
  i64: 7,
  string: 8,
  bool: 9,
  f16: 10,
  f64: 11,
  u32: 12,
  u64: 13,
} as const;

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: readonly Fields[];
}

export interface OnnxValue {
  readonly name: string;
  readonly type: keyof typeof ONNX_TYPE;
  /** A text stands for a size that is open. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxContent {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** `TensorProto`s. */
  readonly initializers?: readonly Fields[];
}

/** The bytes of an ONNX model. */
export function makeOnnxModel(content: OnnxContent): Uint8Array {
  // ModelProto: ir_version 1, graph 7, opset_import 8 (version 2).
  return encodeMessage([
    [1, 8],
    [7, makeOnnxGraph(content)],
    [8, [[2, 17]]],
  ]);
}

/** `GraphProto`: node 1, name 2, initializer 5, input 11, output 12. */
export function makeOnnxGraph({ nodes, inputs, outputs, initializers = [] }: OnnxContent): Fields {
  return [
    ...nodes.map((node) => [1, makeNode(node)] as const),
    [2, "g"],
    ...initializers.map((tensor) => [5, tensor] as const),
    ...inputs.map((value) => [11, makeValue(value)] as const),
    ...outputs.map((value) => [12, makeValue(value)] as const),
  ];
}

/** `NodeProto`: input 1, output 2, op_type 4, attribute 5. */
function makeNode({ op, inputs, outputs, attributes = [] }: OnnxNode): Fields {
  return [
    ...inputs.map((name) => [1, name] as const),
    ...outputs.map((name) => [2, name] as const),
    [4, op],
    ...attributes.map((attribute) => [5, attribute] as const),
  ];
}

/** `ValueInfoProto`: name 1, type 2; `TypeProto`: tensor_type 1 (elem_type 1, shape 2); dim 1 (dim_value 1, dim_param 2). */
function makeValue({ name, type, shape }: OnnxValue): Fields {
  const dimensions = shape.map((size): Fields[number] => [1, [[typeof size === "number" ? 1 : 2, size]]]);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, ONNX_TYPE[type]],
            [2, dimensions],
          ],
        ],
      ],
    ],
  ];
}
