const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** After as many failures in a row the pool says that it is broken rather than let callers wait. */
const BROKEN_AFTER = 3;

/** Counts the workers that are being started, and waits longer after each that failed to. */
export class WorkerStarts {
  readonly #retry: () => void;
  #booting = 0;
  #failures = 0;
  #lastFailure: Error | null = null;
  #pause: NodeJS.Timeout | null = null;

  /** @param retry is called when a pause is over */
  constructor(retry: () => void) {
    this.#retry = retry;
  }

  /** The last failure, when none has started for several attempts. */
  get brokenBy(): Error | null {
    return this.#failures >= BROKEN_AFTER ? this.#lastFailure : null;
  }

  /** @param waiting invocations that wait for a worker */
  mayStart(waiting: number): boolean {
    return this.#pause === null && this.#booting < Math.max(1, this.#failures > 0 ? 1 : waiting);
  }

  begun(): void {
    this.#booting += 1;
  }

  succeeded(): void {
    this.#booting -= 1;
    this.#failures = 0;
  }

  failed(error: Error): void {
    this.#booting -= 1;
    this.#lastFailure = error;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    if (this.#pause) return;
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#retry();
    }, pause);
    this.#pause.unref();
  }

  stop(): void {
    if (this.#pause) clearTimeout(this.#pause);
  }
}
