import { constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { Socket } from "node:net";
import { isatty } from "node:tty";
import type { InputStream } from "../streams.ts";
import { answering, isSystemError } from "./host-errno.ts";
import { retry } from "./wait.ts";

/** How much `poll` reads ahead to learn whether something is there. */
const AHEAD = 4096;

const END = new Uint8Array(0);

/**
 * A descriptor of this process as a stream for a guest to read from. `read` blocks until there is something. `poll`
 * has no system call to ask in Node, so it reads a little ahead, without blocking; `read` hands that out first.
 * Where a descriptor cannot be read without blocking (a terminal on Windows), `poll` says at once that it is ready.
 */
export function createStdin(fd = 0): InputStream {
  const input = new Input(fd);
  return {
    terminal: isatty(fd),
    read: (into) => answering(() => input.read(into)),
    poll: (timeoutMs) => answering(() => input.poll(timeoutMs)),
  };
}

class Input {
  readonly #fd: number;
  /** Read ahead and not yet handed out. */
  #ahead = END;
  #ended = false;
  /** A descriptor of the same input that never blocks; null where there is none. Made when `poll` is first called. */
  #unblocked: number | null | undefined;
  /** Kept so that the descriptor it watches is not closed with it. */
  #watch: Socket | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  read(into: Uint8Array): number {
    if (into.byteLength === 0) return 0;
    if (this.#ahead.byteLength === 0 && this.#ended) return this.#end();
    if (this.#ahead.byteLength === 0) return retry(() => readSome(this.#fd, into)) ?? 0;
    const taken = this.#ahead.subarray(0, into.byteLength);
    into.set(taken);
    this.#ahead = this.#ahead.subarray(taken.byteLength);
    return taken.byteLength;
  }

  poll(timeoutMs: number): { available: number; hangup: boolean } | null {
    if (this.#ahead.byteLength > 0 || this.#ended) return this.#found();
    if (this.#unblocked === undefined) this.#unblocked = this.#unblock();
    const fd = this.#unblocked;
    if (fd === null) return { available: 1, hangup: false };
    return retry(() => this.#look(fd), timeoutMs);
  }

  #look(fd: number): { available: number; hangup: boolean } | null {
    const buffer = new Uint8Array(AHEAD);
    const count = readSome(fd, buffer);
    if (count === null) return null;
    if (count === 0) this.#ended = true;
    else this.#ahead = buffer.subarray(0, count);
    return this.#found();
  }

  #found(): { available: number; hangup: boolean } {
    return { available: this.#ahead.byteLength, hangup: this.#ended };
  }

  /** Says once that the end is there. A terminal can go on after its end, so what comes next is asked anew. */
  #end(): number {
    this.#ended = false;
    return 0;
  }

  #unblock(): number | null {
    const stats = fstatSync(this.#fd);
    if (neverBlocks(stats)) return this.#fd;
    try {
      return openSync(`/proc/self/fd/${this.#fd}`, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      if (!stats.isSocket() && !stats.isFIFO()) return null;
    }
    try {
      // A socket cannot be opened again. Giving it to a Socket that is never read makes it non-blocking.
      this.#watch = new Socket({ fd: this.#fd, readable: true, writable: false, ...PAUSED });
      this.#watch.unref();
      return this.#fd;
    } catch {
      return null;
    }
  }
}

/** Node's own option for standard input: do not begin to read. Not in its types. */
const PAUSED = { manualStart: true };

function neverBlocks(stats: Stats): boolean {
  return stats.isFile() || stats.isDirectory() || stats.isBlockDevice();
}

/** Bytes read, 0 at the end, null when there is nothing yet. */
function readSome(fd: number, into: Uint8Array): number | null {
  try {
    return readSync(fd, into, 0, into.byteLength, null);
  } catch (error) {
    if (isSystemError(error, "EAGAIN")) return null;
    if (isSystemError(error, "EOF")) return 0; // Windows: the end of a pipe or terminal
    throw error;
  }
}
