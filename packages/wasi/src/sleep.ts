/**
 * Blocks this thread for so long, or a little less; the caller looks at its clock again. False where a thread may not
 * block: a browser's main thread, and hosts without shared memory.
 */
export function sleep(milliseconds: number): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  try {
    // Nobody else has this memory, so nothing can wake the wait before its time.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    return true;
  } catch {
    return false;
  }
}
