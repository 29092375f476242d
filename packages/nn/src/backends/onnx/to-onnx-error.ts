import { NnError, type NnErrorKind } from "../../nn-error.ts";

/** Most characters of what the runtime says that are passed on. */
const LONGEST = 400;

/** Its errors come as text only. */
const KINDS: readonly (readonly [RegExp, NnErrorKind])[] = [
  [
    /No Op registered for|not a registered function\/op|Could not find an implementation|NOT_IMPLEMENTED|is under development and support/i,
    "unsupported-operation",
  ],
  [/Failed to allocate memory|bad_alloc/i, "too-large"],
];

/** What the runtime threw, as the guest is told it; `otherwise` where it is none of the known ones. */
export function toOnnxError(error: unknown, otherwise: NnErrorKind): NnError {
  if (error instanceof NnError) return error;
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
  const kind = KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? otherwise;
  const short = message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message;
  return new NnError(kind, `ONNX Runtime: ${short}`, { cause: error });
}
