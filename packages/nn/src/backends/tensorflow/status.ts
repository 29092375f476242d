import { NnError, type NnErrorKind } from "../../nn-error.ts";
import type { Pointer, TensorflowLibrary } from "./open-library.ts";

/** Most characters of what TensorFlow says that are passed on. */
const LONGEST = 400;

/** Those of `TF_Code` (`tensorflow/c/tf_status.h`) that mean the same wherever they come from. */
const KINDS: Readonly<Record<number, NnErrorKind>> = {
  // TF_RESOURCE_EXHAUSTED, TF_UNIMPLEMENTED
  8: "too-large",
  12: "unsupported-operation",
};
const INVALID_ARGUMENT = 3;
const NO_SUCH_OPERATOR = /Op type not registered|No OpKernel was registered/;

/**
 * Calls `work` with a `TF_Status` and throws what it was left with.
 * @param invalid what it means when TensorFlow says "invalid argument"
 * @param otherwise what it means when it says anything else
 */
export function withStatus<T>(
  library: TensorflowLibrary,
  { invalid, otherwise }: { readonly invalid: NnErrorKind; readonly otherwise: NnErrorKind },
  work: (status: Pointer) => T,
): T {
  const status = library.TF_NewStatus();
  try {
    const result = work(status);
    const code = library.TF_GetCode(status);
    if (code === 0) return result;
    const message = toLine(library.TF_Message(status));
    const kind = NO_SUCH_OPERATOR.test(message)
      ? "unsupported-operation"
      : (KINDS[code] ?? (code === INVALID_ARGUMENT ? invalid : otherwise));
    throw new NnError(kind, `TensorFlow: ${message}`);
  } finally {
    library.TF_DeleteStatus(status);
  }
}

function toLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}
