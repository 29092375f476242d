/** V8's words for a trap, and those of the specification's test suite, which other runtimes use too. */
const TRAPS: readonly (readonly [RegExp, string])[] = [
  [/^unreachable/, "unreachable"],
  [/^memory access out of bounds/, "out of bounds memory access"],
  [/^table index is out of bounds/, "undefined element"],
  [/^table access out of bounds|^table .*out of bounds/, "out of bounds table access"],
  [/^divide by zero|^remainder by zero/, "integer divide by zero"],
  [/^divide result unrepresentable/, "integer overflow"],
  [/^float unrepresentable in integer range/, "invalid conversion to integer"],
  [/^null function or function signature mismatch|^indirect call signature mismatch/, "indirect call type mismatch"],
  [/^dereferencing a null pointer/, "null reference"],
  [/^illegal cast/, "cast failure"],
  [/^operation does not support unaligned accesses/, "unaligned atomic"],
  [/^Atomics\.wait cannot be called/, "expected shared memory"],
];

const FRAMES = 32;
/** `at name (wasm://wasm/name-1234abcd:wasm-function[12]:0x1f)`, the name left out where there is none. */
const FRAME = /^\s*at (?:(.+) \()?wasm:\/\/.*?:wasm-function\[(\d+)\]:(0x[0-9a-f]+)\)?$/;

/**
 * What a guest's own failure is called; null for an error that is not the guest's.
 * @param thrown what came out of a call into the guest
 */
export function nameTrap(thrown: unknown): string | null {
  if (thrown instanceof WebAssembly.RuntimeError) {
    const message = thrown.message.replace(/^WebAssembly\.\w+\(\): /, "");
    return TRAPS.find(([words]) => words.test(message))?.[1] ?? message;
  }
  if (thrown instanceof RangeError && /call stack/.test(thrown.message)) return "call stack exhausted";
  if (typeof WebAssembly.Exception === "function" && thrown instanceof WebAssembly.Exception)
    return "uncaught exception";
  return null;
}

/** The guest's functions on the stack when it trapped, innermost first, as lines for the logs; empty where not known. */
export function toBacktrace(thrown: unknown): string {
  const stack = thrown instanceof Error && typeof thrown.stack === "string" ? thrown.stack : "";
  const frames: string[] = [];
  for (const line of stack.split("\n")) {
    const match = FRAME.exec(line);
    if (match)
      frames.push(`  ${frames.length}: ${match[1] ?? "<unnamed>"} (function ${match[2]}, offset ${match[3]})\n`);
    if (frames.length === FRAMES) break;
  }
  return frames.length > 0 ? `wasm backtrace:\n${frames.join("")}` : "";
}
