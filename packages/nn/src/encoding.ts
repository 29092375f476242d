/** The forms of model that a backend exists for. */
export type Encoding = "tensorflow-lite" | "tensorflow" | "onnx";

/** Every TensorFlow Lite flatbuffer has this file identifier at byte 4 (`schema.fbs` of TensorFlow Lite). */
const TFLITE_IDENTIFIER = "TFL3";

/**
 * The form a model's first bytes tell, or null. A `GraphDef` begins with its field 1 (`node`, a message: 0x0a), an ONNX
 * `ModelProto` with its field 1 (`ir_version`, a varint: 0x08); see `graph.proto` and `onnx.proto`.
 */
export function recogniseEncoding(bytes: Uint8Array): Encoding | null {
  if (bytes.length < 8) return null;
  if (String.fromCharCode(...bytes.subarray(4, 8)) === TFLITE_IDENTIFIER) return "tensorflow-lite";
  if (bytes[0] === 0x0a) return "tensorflow";
  if (bytes[0] === 0x08) return "onnx";
  return null;
}
