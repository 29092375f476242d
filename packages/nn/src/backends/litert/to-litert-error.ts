import { NnError, type NnErrorKind } from "../../nn-error.ts";

/** Words of LiteRT's messages, and what they mean. The first that fits counts. */
const KINDS: readonly (readonly [RegExp, NnErrorKind])[] = [
  [
    /Didn't find op|unresolved custom op|builtin_code out of range|Stub operation|Select TensorFlow op/,
    "unsupported-operation",
  ],
  [/not (yet|currently) supported|Unsupported/i, "unsupported-operation"],
  [
    /Failed to load model|\[model_load\.cc|invalidly specified in schema|opcode_index|required_bytes|schema version/,
    "invalid-encoding",
  ],
  [/number of (bytes|elements) overflowed/, "too-large"],
];

/** LiteRT's message as one line, with the kind of error it stands for. */
export function toLitertError(message: string, cause?: unknown): NnError {
  const [first = ""] = message.split("\n");
  const kind = KINDS.find(([words]) => words.test(first))?.[1] ?? "runtime-error";
  return new NnError(kind, `LiteRT: ${withoutPlaces(first)}`, { cause });
}

/** Without the names of its source files, which no reader here has. */
function withoutPlaces(line: string): string {
  return line
    .replace(/^Error: /, "")
    .replace(/^\[[\w.]+:\d+\] /, "")
    .replace(/^third_party\/\S+ /, "")
    .trim();
}
