const WAITING = 0;
const CALLER = 1;
const SERIAL = 2;

/** What everybody may know of an inference thread without asking it. Shared between threads. */
export class ThreadState {
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array<SharedArrayBuffer>;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(12)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
  }

  /** Requests it was sent and has not finished. */
  get waiting(): number {
    return Atomics.load(this.#cells, WAITING);
  }

  /** Called by a caller before it posts a request. */
  sent(): void {
    Atomics.add(this.#cells, WAITING, 1);
  }

  /** Called by the thread after each request, whatever became of it. */
  finished(): void {
    Atomics.sub(this.#cells, WAITING, 1);
  }

  /** Called by the thread when it turns to a caller's request; 0 when it turns to none. */
  turnTo(caller: number): void {
    Atomics.store(this.#cells, CALLER, caller);
    Atomics.add(this.#cells, SERIAL, 1);
  }

  /** The caller whose request it works on (0: none), and a number that no other request has. */
  get work(): { readonly caller: number; readonly serial: number } {
    return { caller: Atomics.load(this.#cells, CALLER), serial: Atomics.load(this.#cells, SERIAL) };
  }
}
