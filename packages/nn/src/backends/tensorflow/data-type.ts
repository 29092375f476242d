import { NnError } from "../../nn-error.ts";
import type { TensorType } from "../../tensor.ts";

/** Numbers of `TF_DataType` (`tensorflow/c/tf_datatype.h`), the same as `DataType` of `types.proto`. */
const TYPES: Readonly<Record<TensorType, number>> = {
  f32: 1,
  f64: 2,
  i32: 3,
  u8: 4,
  i16: 5,
  i8: 6,
  i64: 9,
  bool: 10,
  u16: 17,
  f16: 19,
  u32: 22,
  u64: 23,
};

const BY_NUMBER: ReadonlyMap<number, TensorType> = new Map(
  Object.entries(TYPES).map(([type, number]) => [number, type as TensorType]),
);

/** Of others, only what a message calls them. */
const OTHERS: Readonly<Record<number, string>> = {
  7: "string",
  8: "complex64",
  11: "qint8",
  12: "quint8",
  13: "qint32",
  14: "bfloat16",
  18: "complex128",
  20: "resource",
  21: "variant",
};

export function toDataType(type: TensorType): number {
  return TYPES[type];
}

/** Null for a type that no guest can read. A reference to a variable (100 more) is read as what it refers to. */
export function fromDataType(number: number): TensorType | null {
  return BY_NUMBER.get(number % 100) ?? null;
}

/** @throws NnError `unsupported-operation` for a tensor of strings and the like */
export function readableType(number: number, name: string): TensorType {
  const type = fromDataType(number);
  if (type !== null) return type;
  throw new NnError(
    "unsupported-operation",
    `"${name}" is a tensor of ${OTHERS[number] ?? `type ${number}`}, which no function can read`,
  );
}
