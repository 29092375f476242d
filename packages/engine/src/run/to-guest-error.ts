import { formatDuration, formatSize, isSandpiperError, type Limits, SandpiperError } from "@sandpiper/core";
import { nameTrap, toBacktrace } from "./trap.ts";

/** V8 could not give a memory, a table or a buffer what it asked for. */
const OUT_OF_MEMORY = /allocat|out of memory|invalid (array|typed array) (buffer )?length/i;

export interface EndContext {
  readonly name: string;
  readonly limits: Limits;
  /** It was refused more memory at some time. */
  readonly growRefused: boolean;
}

/**
 * What ended a guest, as an error of the table.
 * @param thrown what came out of making the instance or of its `_start`
 */
export function toGuestError(thrown: unknown, context: EndContext): SandpiperError {
  const { name, limits, growRefused } = context;
  if (isSandpiperError(thrown)) return thrown;
  const trap = nameTrap(thrown);
  if (trap !== null) {
    return growRefused
      ? memoryLimitError(name, limits, `it trapped (${trap}) after more was refused`)
      : new SandpiperError("E_GUEST_TRAP", `${name} trapped: ${trap}`, {
          ...(toBacktrace(thrown) === "" ? {} : { hint: "The function's logs have the stack at that moment." }),
          cause: thrown,
        });
  }
  if (thrown instanceof WebAssembly.LinkError) {
    return new SandpiperError("E_MODULE_INVALID", `${name} cannot be linked: ${thrown.message}`, { cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof RangeError && OUT_OF_MEMORY.test(message)) {
    return memoryLimitError(name, limits, "the host could not give it what it asked for");
  }
  return new SandpiperError("E_INTERNAL", `running ${name} failed: ${message}`, { cause: thrown });
}

export function memoryLimitError(name: string, limits: Limits, why: string): SandpiperError {
  return new SandpiperError("E_MEMORY_LIMIT", `${name} may have ${formatSize(limits.memoryBytes)} of memory: ${why}`, {
    hint: 'Raise its limit, "memory" in its settings or --memory, or make it use less.',
  });
}

export function outputLimitError(name: string, limits: Limits): SandpiperError {
  return new SandpiperError("E_GUEST_OUTPUT", `${name} wrote more than ${formatSize(limits.outputBytes)}`, {
    hint: "Raise its output limit, or make it write less.",
  });
}

export function timeoutError(name: string, limits: Limits, kind: "wall" | "cpu"): SandpiperError {
  return kind === "wall"
    ? new SandpiperError("E_TIMEOUT", `${name} did not end within ${formatDuration(limits.timeoutMs)}`, {
        hint: 'Raise its limit, "timeout" in its settings or --timeout, or make it faster.',
      })
    : new SandpiperError("E_TIMEOUT", `${name} used ${formatDuration(limits.cpuTimeoutMs)} of processor time`, {
        hint: "Raise its limit of processor time, or make it faster.",
      });
}
