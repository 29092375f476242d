import { monotonicNow, type RunBegin, type RunStatus } from "@sandpiper/engine/pool";

/** As much standard error of a stopped guest is kept. */
const LOG_BYTES = 64 * 1024;

/** 32-bit words: which run it is, and how many bytes the log has. */
const RUN = 0;
const LOG_LENGTH = 1;
/** 64-bit floats behind them. */
const BEGAN = 1;
const CPU = 2;
const LOG_START = 24;

/** What a worker says of its run while it cannot answer messages, in memory shared with the main thread. */
export class SharedRunStatus implements RunStatus {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #times: Float64Array;
  readonly #log: Uint8Array;

  constructor(shared = new SharedArrayBuffer(LOG_START + LOG_BYTES)) {
    this.shared = shared;
    this.#words = new Int32Array(shared, 0, 2);
    this.#times = new Float64Array(shared, 0, 3);
    this.#log = new Uint8Array(shared, LOG_START);
  }

  /** In the worker: this run begins now. */
  begin(run: number, cpu: number): void {
    Atomics.store(this.#words, LOG_LENGTH, 0);
    this.#times[BEGAN] = monotonicNow();
    this.#times[CPU] = cpu;
    Atomics.store(this.#words, RUN, run);
  }

  /** In the worker: the guest wrote this to standard error. */
  log(part: Uint8Array): void {
    const length = this.#words[LOG_LENGTH]!;
    const kept = part.length > LOG_BYTES - length ? part.subarray(0, LOG_BYTES - length) : part;
    if (kept.length === 0) return;
    this.#log.set(kept, length);
    Atomics.store(this.#words, LOG_LENGTH, length + kept.length);
  }

  /** In the main thread: null while the run has not begun. */
  read(run: number): RunBegin | null {
    if (Atomics.load(this.#words, RUN) !== run) return null;
    return { began: this.#times[BEGAN]!, cpu: this.#times[CPU]! };
  }

  /** In the main thread: what the run has logged so far, at most `limit` bytes. */
  readLog(run: number, limit: number): Uint8Array {
    if (Atomics.load(this.#words, RUN) !== run) return new Uint8Array(0);
    return this.#log.slice(0, Math.min(limit, Atomics.load(this.#words, LOG_LENGTH)));
  }
}
