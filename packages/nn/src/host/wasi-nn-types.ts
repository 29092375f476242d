import type { Encoding } from "../encoding.ts";
import { NnError, type NnErrorKind } from "../nn-error.ts";
import { byteLengthOf, type TensorInfo, type TensorType, toShape } from "../tensor.ts";

// The numbers of WASI-NN's witx (WebAssembly/wasi-nn, `wasi-nn.witx`), in its order. WasmEdge goes on counting where it ends.

/** `$nn_errno`. `unsupported_operation` and what follows came with `load_by_name`. */
export const NN_ERRNO: Readonly<Record<NnErrorKind, number>> = {
  "invalid-argument": 1,
  "invalid-encoding": 2,
  "missing-memory": 3,
  busy: 4,
  "runtime-error": 5,
  "unsupported-operation": 6,
  "too-large": 7,
  "not-found": 8,
};

/** `$graph_encoding`; from GGML on WasmEdge's own. */
const ENCODINGS = [
  "OpenVINO",
  "ONNX",
  "TensorFlow",
  "PyTorch",
  "TensorFlow Lite",
  "autodetect",
  "GGML",
  "Neural Speed",
  "Burn",
  "Whisper",
  "MLX",
  "Piper",
  "ChatTTS",
];

const SUPPORTED: Readonly<Record<string, Encoding | null>> = {
  ONNX: "onnx",
  TensorFlow: "tensorflow",
  "TensorFlow Lite": "tensorflow-lite",
  autodetect: null,
};

/**
 * The encoding of this number; null to tell it by the bytes.
 * @throws NnError `invalid-encoding` when no backend is for it
 */
export function toEncoding(number: number): Encoding | null {
  const name = ENCODINGS[number];
  const encoding = name === undefined ? undefined : SUPPORTED[name];
  if (encoding !== undefined) return encoding;
  throw new NnError(
    "invalid-encoding",
    `${name === undefined ? `an encoding ${number}` : `models of ${name}`} cannot be run here: take TensorFlow Lite, TensorFlow or ONNX`,
  );
}

/** `$execution_target`; the last is WasmEdge's. */
export const TARGETS = ["cpu", "gpu", "tpu", "auto"] as const;

/** `$tensor_type` as it is since 2023 (wasi-nn 0.6, wasmedge-wasi-nn 0.8). */
const TENSOR_TYPES_NOW: readonly TensorType[] = ["f16", "f32", "f64", "u8", "i32", "i64"];
/** And as it was before (wasi-nn up to 0.5). The number says nothing of which is meant. */
const TENSOR_TYPES_BEFORE: readonly TensorType[] = ["f16", "f32", "u8", "i32"];

/** Types that the specification has no number for, and the one that guests give their bytes as. */
const STAND_INS: Readonly<Partial<Record<TensorType, TensorType>>> = {
  i8: "u8",
  bool: "u8",
  u32: "i32",
  u64: "i64",
  i16: "f16",
  u16: "f16",
};

/**
 * What a guest means by a type's number, which two generations of the specification read differently. A reading must agree with the
 * tensor's bytes: 2 is `f64` or `u8`, 3 is `u8` or `i32`, and only one of them can have as many bytes as the dimensions say.
 * Where both can (no elements), the one that the graph declares is meant, then the newer. Bytes given as `u8` go into an input of
 * `i8` or `bool`, for which there is no number; `i32`, `i64` and `f16` in the same way.
 * @param info what the graph says of the input
 * @throws NnError `invalid-argument` when no reading agrees
 */
export function readTensorType(
  number: number,
  dimensions: readonly number[],
  byteLength: number,
  info: Pick<TensorInfo, "name" | "type" | "dimensions">,
): TensorType {
  const readings = [TENSOR_TYPES_NOW[number], TENSOR_TYPES_BEFORE[number]].filter((type) => type !== undefined);
  if (readings.length === 0) throw new NnError("invalid-argument", `a tensor of type ${number}, which is none`);
  const fitting = readings.filter((type) => byteLengthOf(type, dimensions) === byteLength);
  if (fitting.length === 0) {
    const shapes = [...new Set(readings)].map(
      (type) => `${toShape({ type, dimensions })} (${byteLengthOf(type, dimensions)} bytes)`,
    );
    throw new NnError(
      "invalid-argument",
      `input "${info.name}" is ${toShape(info)}; what is given is ${shapes.join(" or ")}, in ${byteLength} bytes`,
    );
  }
  const { type } = info;
  if (type !== null && (fitting.includes(type) || fitting.includes(STAND_INS[type] ?? type))) return type;
  return fitting[0]!;
}
