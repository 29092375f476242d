import { type Context, Exit } from "../context.ts";
import { Errno } from "../errno.ts";

export function procExit(_context: Context, code: number): Errno {
  throw new Exit(code >>> 0);
}

type Disposition = "ends" | "ignored" | "stops";

/** What each signal does to a process that handles none; no guest can. Source: `signal` in `typenames.witx`. */
const SIGNALS: readonly Disposition[] = [
  "ignored", // none: asks only whether it could be sent
  "ends", // hup
  "ends", // int
  "ends", // quit
  "ends", // ill
  "ends", // trap
  "ends", // abrt
  "ends", // bus
  "ends", // fpe
  "ends", // kill
  "ends", // usr1
  "ends", // segv
  "ends", // usr2
  "ignored", // pipe
  "ends", // alrm
  "ends", // term
  "ignored", // chld
  "ignored", // cont
  "stops", // stop
  "stops", // tstp
  "stops", // ttin
  "stops", // ttou
  "ignored", // urg
  "ends", // xcpu
  "ends", // xfsz
  "ends", // vtalrm
  "ends", // prof
  "ignored", // winch
  "ends", // poll
  "ends", // pwr
  "ends", // sys
];

/** A signal that ends the guest makes it exit with 128 and its number, as a shell reports it. */
export function procRaise(_context: Context, signal: number): Errno {
  const disposition = SIGNALS[signal >>> 0];
  if (disposition === undefined) return Errno.inval;
  if (disposition === "ends") throw new Exit(128 + signal);
  // Nobody could make it go on.
  return disposition === "stops" ? Errno.notsup : Errno.success;
}

/** There is no other thread to yield to. */
export function schedYield(): Errno {
  return Errno.success;
}
