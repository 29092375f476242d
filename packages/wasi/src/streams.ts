/**
 * The byte streams a guest's standard descriptors stand on. Both are synchronous, as WASI is. A stream that throws a
 * `WasiErrno` gives the guest that errno; anything else it throws ends the guest and reaches the caller of `start`
 * unchanged, which is how a host enforces an output cap.
 */
export interface InputStream {
  /** Fills `into`, blocking until there is at least one byte; returns how many, 0 at the end. */
  read(into: Uint8Array): number;
  /**
   * For `poll_oneoff`: waits at most `timeoutMs` (0: not at all, Infinity: for ever) until `read` would not block.
   * Returns how many bytes are known to be there and whether the end is reached, or null when the time is up.
   * Left out: always ready.
   */
  poll?(timeoutMs: number): { readonly available: number; readonly hangup: boolean } | null;
  /** A terminal: `fd_fdstat_get` then says so. */
  readonly terminal?: boolean;
}

export interface OutputStream {
  /** Takes some or all of `from` (to be copied when kept: it is the guest's memory); returns how many bytes. */
  write(from: Uint8Array): number;
  readonly terminal?: boolean;
}
