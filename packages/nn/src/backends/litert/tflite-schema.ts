import type { TensorType } from "../../tensor.ts";

/**
 * Numbers of TensorFlow Lite's `schema.fbs` (tensorflow/compiler/mlir/lite/schema/schema.fbs, version 3): the fields of its
 * tables by their place there, the element types, and the operators that are treated on their own.
 */
export const FIELDS = {
  model: { version: 0, operatorCodes: 1, subgraphs: 2, signatureDefs: 7 },
  subGraph: { tensors: 0, inputs: 1, outputs: 2, operators: 3 },
  tensor: { shape: 0, type: 1, name: 3, shapeSignature: 7 },
  operator: { opcodeIndex: 0, inputs: 1, outputs: 2 },
  operatorCode: { deprecatedBuiltinCode: 0, customCode: 1, builtinCode: 3 },
  signatureDef: { inputs: 0, outputs: 1, subgraphIndex: 4 },
  tensorMap: { name: 0, tensorIndex: 1 },
} as const;

export const SCHEMA_VERSION = 3;

/** `TensorType`, as far as a guest can hand it over: no strings, complex numbers, handles or packed halves of bytes. */
export const TENSOR_TYPE_OF: ReadonlyMap<number, TensorType> = new Map<number, TensorType>([
  [0, "f32"],
  [1, "f16"],
  [2, "i32"],
  [3, "u8"],
  [4, "i64"],
  [6, "bool"],
  [7, "i16"],
  [9, "i8"],
  [10, "f64"],
  [12, "u64"],
  [15, "u32"],
  [16, "u16"],
]);

/** `BuiltinOperator`: what stands for a custom operator. */
export const CUSTOM = 32;

/** UNIQUE and WHERE: how large their results are depends on the values they are given. */
export const SIZED_BY_VALUES: ReadonlySet<number> = new Set([103, 109]);

/** CALL_ONCE, HASHTABLE and VAR_HANDLE: what they hold stays from run to run. */
export const KEEPING_STATE: ReadonlySet<number> = new Set([129, 136, 142]);

/**
 * The custom operators that LiteRT 2.5.3 has in its WebAssembly builds. Any other it takes without a word at load, and its
 * run then answers with what lay in its memory.
 */
export const CUSTOM_OPERATORS: ReadonlySet<string> = new Set([
  "AudioSpectrogram",
  "Mfcc",
  "TFLite_Detection_PostProcess",
]);
