import type { GraphOptions } from "../../backend.ts";
import { encodeVarintField } from "../protobuf/encode-varint-field.ts";
import type { Pointer, TensorflowLibrary } from "./open-library.ts";
import { withStatus } from "./status.ts";

/** Fields of `ConfigProto` (`tensorflow/core/protobuf/config.proto`). */
const FIELDS = { intra_op_parallelism_threads: 2, inter_op_parallelism_threads: 5 };

/**
 * Calls `work` with the `TF_SessionOptions` of a session. TensorFlow has one pool of threads for all sessions and makes it with
 * the first: the numbers of that one stay.
 */
export function withSessionOptions<T>(
  library: TensorflowLibrary,
  { threads }: GraphOptions,
  work: (options: Pointer) => T,
): T {
  const proto = Uint8Array.from([
    ...encodeVarintField(FIELDS.intra_op_parallelism_threads, threads),
    ...encodeVarintField(FIELDS.inter_op_parallelism_threads, threads),
  ]);
  const options = library.TF_NewSessionOptions();
  try {
    withStatus(library, { invalid: "runtime-error", otherwise: "runtime-error" }, (status) =>
      library.TF_SetConfig(options, proto, proto.byteLength, status),
    );
    return work(options);
  } finally {
    library.TF_DeleteSessionOptions(options);
  }
}
