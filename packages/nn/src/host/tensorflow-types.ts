import { NnError, type NnErrorKind } from "../nn-error.ts";
import type { TensorType } from "../tensor.ts";

/**
 * `wasmedge_tf_errno` and `wasmedge_tflite_errno` of wasmedge_tensorflow_interface 0.3, which end at 5. As in WasmEdge, missing memory is
 * also a pointer that leads out of it.
 */
export const TF_ERRNO: Readonly<Record<NnErrorKind, number>> = {
  "invalid-argument": 1,
  "invalid-encoding": 2,
  "missing-memory": 3,
  busy: 4,
  "runtime-error": 5,
  "unsupported-operation": 5,
  "too-large": 5,
  "not-found": 1,
};

/** `TF_DataType` (TensorFlow's `tf_datatype.h`), those that have a fixed size. */
const TF_DATA_TYPES: ReadonlyMap<number, TensorType> = new Map([
  [1, "f32"],
  [2, "f64"],
  [3, "i32"],
  [4, "u8"],
  [5, "i16"],
  [6, "i8"],
  [9, "i64"],
  [10, "bool"],
  [17, "u16"],
  [19, "f16"],
  [22, "u32"],
  [23, "u64"],
]);

/** @throws NnError `invalid-argument` for a type that is none, or has no fixed size (a string, say) */
export function toTensorType(number: number): TensorType {
  const type = TF_DATA_TYPES.get(number);
  if (type === undefined) throw new NnError("invalid-argument", `TensorFlow's data type ${number} cannot be given`);
  return type;
}
