import type { WasiExit } from "./engine.ts";
import { SandpiperError } from "./errors.ts";

/**
 * Exit codes by which a function refuses its input instead of failing at it, from the BSD `sysexits.h`: 64 (`EX_USAGE`)
 * for options it does not take, 65 (`EX_DATAERR`) for a body it can't use. They are the caller's fault.
 */
const REFUSALS: Readonly<Record<number, { status: number; message: string }>> = {
  64: { status: 400, message: "The function does not take these options" },
  65: { status: 422, message: "The function cannot use this input" },
};

/** Bytes of standard output that are passed on as the words of a refusal. */
const MAX_REFUSAL_BYTES = 1024;

/** The error a run ended with, or null when it did what it was asked. */
export function toGuestError(exit: WasiExit): SandpiperError | null {
  if (exit.error) return exit.error;
  if (exit.exitCode === 0) return null;
  const refusal = REFUSALS[exit.exitCode ?? -1];
  if (refusal) {
    return new SandpiperError("E_GUEST_REJECTED", toRefusal(exit.stdout) ?? refusal.message, {
      status: refusal.status,
    });
  }
  return new SandpiperError("E_GUEST_EXIT", `The function ended with exit code ${exit.exitCode}`, {
    hint: "Its standard error, in the logs, may say why.",
  });
}

/** What the function wrote about its refusal for its caller to read, if it is a short text. */
function toRefusal(stdout: Uint8Array): string | null {
  if (stdout.length === 0 || stdout.length > MAX_REFUSAL_BYTES) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(stdout).trim() || null;
  } catch {
    return null;
  }
}
