/** Set once the caller's guest was stopped: nobody waits for its requests any more. */
const ABANDONED = 1;
const RINGS = 0;

/**
 * Wakes a caller that waits. A guest's thread cannot turn to its event loop in the midst of a host call: it sleeps on this, and
 * whoever posts something to it rings. Shared between threads.
 */
export class Bell {
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array<SharedArrayBuffer>;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
  }

  /** To be called after the message was posted. */
  ring(): void {
    Atomics.add(this.#cells, RINGS, 1);
    Atomics.notify(this.#cells, RINGS);
  }

  /** How often it rang; to be read before looking for messages. */
  get rings(): number {
    return Atomics.load(this.#cells, RINGS);
  }

  /** Sleeps until it rings once more than `seen`, or at once when it has. */
  wait(seen: number): void {
    Atomics.wait(this.#cells, RINGS, seen);
  }

  abandon(): void {
    Atomics.store(this.#cells, ABANDONED, 1);
  }

  get abandoned(): boolean {
    return Atomics.load(this.#cells, ABANDONED) !== 0;
  }
}
