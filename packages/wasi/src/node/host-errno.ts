import { Errno, WasiErrno } from "../errno.ts";

/**
 * The system's error names that preview 1 spells otherwise. All others are preview 1's own name with an `E` before it,
 * in capitals.
 */
const SPELT_OTHERWISE: Readonly<Record<string, Errno>> = {
  E2BIG: Errno.toobig,
  EOPNOTSUPP: Errno.notsup,
  EWOULDBLOCK: Errno.again,
  ESHUTDOWN: Errno.pipe,
  ECHARSET: Errno.ilseq,
};

/** The errno a guest is told for an error of Node's file calls; `io` for one that has no name in preview 1. */
export function toErrno(error: NodeJS.ErrnoException): Errno {
  const code = error.code ?? "";
  if (code.startsWith("ERR_")) return Errno.inval; // Node itself refused an argument
  const name = code.slice(1).toLowerCase();
  return SPELT_OTHERWISE[code] ?? (Object.hasOwn(Errno, name) ? Errno[name as keyof typeof Errno] : Errno.io);
}

/** Runs Node's file calls; what they throw becomes a `WasiErrno`. */
export function answering<T>(calls: () => T): T {
  try {
    return calls();
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new WasiErrno(toErrno(error as NodeJS.ErrnoException));
    throw error;
  }
}

/** Whether `error` is Node's for one of these system error names. */
export function isSystemError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
