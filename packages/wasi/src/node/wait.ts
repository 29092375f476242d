/** Waits in the calling thread without using the processor. */
export function wait(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Calls `attempt` until it gives something other than null, for at most `timeoutMs`, waiting in between: a moment at
 * first, then longer, so that a quick answer is had quickly and a slow one costs nothing.
 *
 * @returns null when the time is up
 */
export function retry<T>(attempt: () => T | null, timeoutMs = Number.POSITIVE_INFINITY): T | null {
  const end = performance.now() + timeoutMs;
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const result = attempt();
    if (result !== null) return result;
    const left = end - performance.now();
    if (!(left > 0)) return null;
    wait(Math.min(pause, left));
  }
}

/** Still well below what a person at a keyboard notices. */
const LONGEST_PAUSE_MS = 16;
