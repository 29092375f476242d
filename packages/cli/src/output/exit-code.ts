import type { ErrorCode } from "@sandpiper/core";

/** What the process ends with. `run` ends with the guest's own code instead. */
export const ExitCode = {
  success: 0,
  failure: 1,
  /** Sandpiper did not understand what it was given: the command line or the settings file. */
  usage: 2,
  /** Stopped by a second Ctrl-C, as a shell counts it. */
  interrupted: 130,
} as const;

const USAGE: ReadonlySet<ErrorCode> = new Set(["E_USAGE", "E_CONFIG"]);

export function toExitCode(code: ErrorCode): number {
  return USAGE.has(code) ? ExitCode.usage : ExitCode.failure;
}
