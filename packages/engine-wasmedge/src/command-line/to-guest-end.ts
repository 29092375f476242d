import { SandpiperError } from "@sandpiper/core";
import { toCrashError } from "../pool/to-crash-error.ts";

/** What `wasmedge` ends with when its guest trapped, as a shell counts an abort. */
export const TRAPPED = 134;
/** It tells of a trap on standard output, behind what the guest wrote. */
const TOLD = /\[[\d\-: .]+\] \[error\] execution failed: ([^,\n]+), Code: 0x[0-9a-f]+\n/;

export interface GuestEnd {
  readonly exitCode: number | null;
  readonly error: SandpiperError | null;
  readonly stdout: Buffer;
}

/** What became of a guest, by what its `wasmedge` left. */
export function toGuestEnd(
  name: string,
  {
    code,
    signal,
    stdout,
  }: { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stdout: Buffer },
): GuestEnd {
  if (code === null) {
    return { exitCode: null, error: toCrashError({ code, signal, lastWords: "" }, name), stdout };
  }
  const told = code === TRAPPED ? TOLD.exec(stdout.toString("latin1")) : null;
  if (!told) return { exitCode: code, error: null, stdout };
  const error = new SandpiperError("E_GUEST_TRAP", `${name} trapped: ${told[1]}`);
  return { exitCode: null, error, stdout: stdout.subarray(0, told.index) };
}
