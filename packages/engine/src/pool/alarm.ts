/** No timer of Node is longer. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * One timer for many deadlines. It is only ever moved forward, so a deadline that is met costs nothing: the timer rings
 * some time later, finds nothing due, and is set to what is next.
 */
export class Alarm {
  readonly #onRing: (now: number) => number;
  #timer: NodeJS.Timeout | null = null;
  #setTo = Number.POSITIVE_INFINITY;
  #holding = false;

  /** @param onRing does what is due and returns when to ring next, Infinity for not at all */
  constructor(onRing: (now: number) => number) {
    this.#onRing = onRing;
  }

  /** Rings at this time of `performance.now()` or earlier. */
  set(at: number): void {
    if (at >= this.#setTo) return;
    this.stop();
    this.#setTo = at;
    const delay = Math.min(LONGEST_MS, Math.max(1, Math.ceil(at - performance.now())));
    // What came in meanwhile is taken in first: who has answered was in time, however late this thread is.
    this.#timer = setTimeout(() => setImmediate(() => this.#ring(timer)), delay);
    const timer = this.#timer;
    if (!this.#holding) this.#timer.unref();
  }

  /** Whether a set alarm keeps the process alive. */
  hold(holding: boolean): void {
    this.#holding = holding;
    if (holding) this.#timer?.ref();
    else this.#timer?.unref();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#setTo = Number.POSITIVE_INFINITY;
  }

  #ring(timer: NodeJS.Timeout): void {
    if (this.#timer !== timer) return; // it was stopped or moved forward
    this.#timer = null;
    this.#setTo = Number.POSITIVE_INFINITY;
    this.set(this.#onRing(performance.now()));
  }
}
