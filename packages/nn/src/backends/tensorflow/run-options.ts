import { NnError } from "../../nn-error.ts";
import { encodeVarintField } from "../protobuf/encode-varint-field.ts";
import type { Pointer, TensorflowLibrary } from "./open-library.ts";
import { withStatus } from "./status.ts";

/** Field of `RunOptions` (`tensorflow/core/protobuf/config.proto`). */
const TIMEOUT_IN_MS = 2;
/** Of `TF_Code`. */
const DEADLINE_EXCEEDED = 4;

/**
 * Calls `work`, which runs a session, with the `TF_Buffer` of a `RunOptions` that ends it after `timeoutMs`: the operation at
 * work is finished, no other begins.
 */
export function withRunOptions(
  library: TensorflowLibrary,
  timeoutMs: number,
  work: (options: Pointer, status: Pointer) => void,
): void {
  const proto = Uint8Array.from(encodeVarintField(TIMEOUT_IN_MS, Math.max(1, Math.min(2 ** 31, Math.ceil(timeoutMs)))));
  const options = library.TF_NewBufferFromString(proto, proto.byteLength);
  try {
    withStatus(library, { invalid: "invalid-argument", otherwise: "runtime-error" }, (status) => {
      work(options, status);
      if (library.TF_GetCode(status) === DEADLINE_EXCEEDED) {
        throw new NnError("runtime-error", `the run was stopped: it had not ended after ${timeoutMs} ms`);
      }
    });
  } finally {
    library.TF_DeleteBuffer(options);
  }
}
