/**
 * What is known of a worker's runs while it cannot answer: when a run began, and what the guest logged so far, which is all
 * that is left of a guest that had to be stopped.
 */
export interface RunStatus {
  /** Null while the run has not begun. */
  read(run: number): RunBegin | null;
  /** What the run has logged so far, at most `limit` bytes. */
  readLog(run: number, limit: number): Uint8Array;
}

export interface RunBegin {
  /** `monotonicNow()` of the worker as the run began. */
  readonly began: number;
  /** The worker's processor time in milliseconds as the run began; NaN where it can't be told. */
  readonly cpu: number;
}

/** Milliseconds of a clock that is the same in every thread and process, and never set. */
export function monotonicNow(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
