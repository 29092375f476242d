import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** As much of it may lie unused in a thread. Collecting a small heap takes a few milliseconds, hashing so many bytes some ten times that. */
const MOST_UNUSED = 64 * 1024 ** 2;

/**
 * V8 does not count shared memory as a part of any heap, so no amount of it makes V8 look for what is no longer used: a guest that
 * brings one model after the other would fill the machine with those that nobody has any more. So each thread counts what it takes.
 */
export class SharedMemoryMeter {
  readonly #collect: () => void;
  #taken = 0;

  constructor(collect: () => void = collectGarbage) {
    this.#collect = collect;
  }

  /** To be called before a thread makes shared memory of so many bytes, or keeps what it was sent: collects garbage when it is time. */
  take(bytes: number): void {
    if (this.#taken + bytes > MOST_UNUSED && this.#taken > 0) {
      this.#taken = 0;
      this.#collect();
    }
    this.#taken += bytes;
  }
}

let garbageCollector: (() => void) | null = null;

/** All of this thread's, before it returns. */
function collectGarbage(): void {
  if (!garbageCollector) {
    // The one way to reach it without an option on the command line; a context that is made meanwhile has it.
    setFlagsFromString("--expose-gc");
    garbageCollector = runInNewContext("gc") as () => void;
    setFlagsFromString("--no-expose-gc");
  }
  garbageCollector();
}
