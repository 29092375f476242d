import { SandpiperError } from "@sandpiper/core";
import type { HostEnd } from "../process/start-host.ts";

/** Signals that native code ends with when it does what it must not: most often a guest whose stack overflowed. */
const FAULTS: ReadonlySet<string> = new Set(["SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE"]);

/**
 * Why a host process ended while it ran a guest. A fault in native code is the guest's trap: WasmEdge's compiled code does not
 * count its stack. Anything else is ours.
 */
export function toCrashError({ signal, code, lastWords }: HostEnd, name: string): SandpiperError {
  if (signal !== null && FAULTS.has(signal)) {
    return new SandpiperError("E_GUEST_TRAP", `${name} trapped: it crashed WasmEdge (${signal})`, {
      hint: "Most often its stack overflowed. The engine v8 tells more of it.",
    });
  }
  const words = lastWords === "" ? "" : `: ${lastWords.split("\n").at(-1)}`;
  return new SandpiperError(
    "E_INTERNAL",
    `the process that ran ${name} ended with ${signal ?? `exit code ${code}`}${words}`,
    {
      ...(signal === "SIGKILL" ? { hint: "Something killed it; was this machine out of memory?" } : {}),
    },
  );
}
