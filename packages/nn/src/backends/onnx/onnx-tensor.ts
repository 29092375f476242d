import { NnError } from "../../nn-error.ts";
import { byteLengthOf, type Tensor, type TensorType } from "../../tensor.ts";
import type { OnnxRuntime, OnnxTensor } from "./onnx-runtime.ts";

type ArrayType = new (buffer: ArrayBuffer) => ArrayBufferView;

/** What ONNX Runtime calls each type, and the array it wants for its elements. */
const TYPES: Readonly<Record<TensorType, readonly [string, ArrayType]>> = {
  f16: ["float16", Uint16Array],
  f32: ["float32", Float32Array],
  f64: ["float64", Float64Array],
  u8: ["uint8", Uint8Array],
  u16: ["uint16", Uint16Array],
  u32: ["uint32", Uint32Array],
  u64: ["uint64", BigUint64Array],
  i8: ["int8", Int8Array],
  i16: ["int16", Int16Array],
  i32: ["int32", Int32Array],
  i64: ["int64", BigInt64Array],
  bool: ["bool", Uint8Array],
};

const BY_NAME: ReadonlyMap<string, TensorType> = new Map(
  Object.entries(TYPES).map(([type, [name]]) => [name, type as TensorType]),
);

/** Null for a type that no guest can read. */
export function fromOnnxType(name: string | undefined): TensorType | null {
  return BY_NAME.get(name ?? "") ?? null;
}

/** A copy of `tensor`, whose bytes are as many as its shape says. */
export function toOnnxTensor({ Tensor: OnnxTensor }: OnnxRuntime, { type, dimensions, data }: Tensor): OnnxTensor {
  const [name, ArrayOf] = TYPES[type];
  // Any byte but 0 and 1 is no boolean in C++. A copy begins where its elements want to begin.
  const bytes = type === "bool" ? data.map((byte) => (byte === 0 ? 0 : 1)) : data;
  const elements = new ArrayOf(new Uint8Array(bytes).buffer);
  if (type !== "f16") return new OnnxTensor(name, elements, dimensions);
  // Where there is a Float16Array (Node 24) the class makes one of these bits, which its binding in C++ takes for an empty array.
  return Object.defineProperty(new OnnxTensor("uint16", elements, dimensions), "type", { value: name });
}

/** A copy of a tensor of the runtime's. */
export function fromOnnxTensor({ type: name, dims, data }: OnnxTensor, output: string): Tensor {
  const type = fromOnnxType(name);
  if (type === null || !ArrayBuffer.isView(data)) {
    throw new NnError("unsupported-operation", `"${output}" is a tensor of ${name}, which no function can read`);
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const tensor: Tensor = { type, dimensions: [...dims], data: new Uint8Array(bytes) };
  if (byteLengthOf(type, dims) !== tensor.data.byteLength) {
    throw new NnError(
      "runtime-error",
      `ONNX Runtime gave "${output}" ${tensor.data.byteLength} bytes for its shape [${dims}]`,
    );
  }
  return tensor;
}
