interface Clock {
  /** Nanoseconds of one step. */
  readonly resolution: bigint;
  /** Nanoseconds. `createdMs` is `performance.now()` when the guest was made. */
  now(createdMs: number): bigint;
}

export const MONOTONIC: Clock = { resolution: 1_000n, now: () => toNanoseconds(performance.now()) };

/**
 * The Web has no processor clock. The guest runs on one thread without a pause, so the time since it was made stands in
 * for it: never less than what it used, more by what it waited.
 */
const CPUTIME: Clock = { resolution: 1_000n, now: (createdMs) => toNanoseconds(performance.now() - createdMs) };

/** By `clockid`: realtime, monotonic, processor time of the process and of the thread. Source: `typenames.witx`. */
const CLOCKS: readonly Clock[] = [{ resolution: 1_000_000n, now: realtime }, MONOTONIC, CPUTIME, CPUTIME];

/** The clock of a `clockid`; undefined for one the specification does not have. */
export function clockOf(id: number): Clock | undefined {
  return CLOCKS[id >>> 0];
}

/** Nanoseconds since 1970, in steps of a millisecond. */
export function realtime(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

function toNanoseconds(milliseconds: number): bigint {
  return BigInt(Math.trunc(milliseconds * 1e6));
}
