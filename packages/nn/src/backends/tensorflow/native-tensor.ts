import { NnError } from "../../nn-error.ts";
import type { Tensor } from "../../tensor.ts";
import { readableType, toDataType } from "./data-type.ts";
import type { Pointer, TensorflowLibrary } from "./open-library.ts";

/** A copy of `tensor` in TensorFlow's memory; the caller deletes it. Its bytes are as many as its shape says. */
export function toNative(library: TensorflowLibrary, { type, dimensions, data }: Tensor): Pointer {
  const native = library.TF_AllocateTensor(
    toDataType(type),
    BigInt64Array.from(dimensions, BigInt),
    dimensions.length,
    data.byteLength,
  );
  if (native === null) throw new NnError("too-large", `no memory for an input of ${data.byteLength} bytes`);
  // Any byte but 0 and 1 is no boolean in C++.
  const bytes = type === "bool" ? data.map((byte) => (byte === 0 ? 0 : 1)) : data;
  if (bytes.byteLength > 0) library.copyIn(library.TF_TensorData(native)!, bytes);
  return native;
}

/** A copy of a tensor of TensorFlow's, which stays. */
export function fromNative(library: TensorflowLibrary, native: Pointer, name: string): Tensor {
  const type = readableType(library.TF_TensorType(native), name);
  const dimensions = Array.from({ length: library.TF_NumDims(native) }, (_, axis) =>
    Number(library.TF_Dim(native, axis)),
  );
  const data = new Uint8Array(Number(library.TF_TensorByteSize(native)));
  if (data.byteLength > 0) library.copyOut(data, library.TF_TensorData(native)!);
  return { type, dimensions, data };
}
