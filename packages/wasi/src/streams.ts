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

/** An input of these bytes, and then its end. They are not copied, so they must not change. */
export function createBytesInput(bytes: Uint8Array): InputStream {
  let position = 0;
  return {
    read(into) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      position += part.length;
      return part.length;
    },
    poll() {
      const available = bytes.length - position;
      return { available, hangup: available === 0 };
    },
  };
}

export interface CollectingOutputOptions {
  /** Bytes that are kept. */
  readonly limit: number;
  /**
   * Gives what to throw when the guest writes more than that, which ends it; what fits is kept. Left out, the rest is
   * dropped and counted.
   */
  readonly onOverflow?: () => unknown;
}

export interface CollectingOutput extends OutputStream {
  /** What was written, in memory of its own. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** Bytes that were not kept. */
  readonly dropped: number;
}

/** An output that keeps what is written to it, up to a limit. */
export function createCollectingOutput({ limit, onOverflow }: CollectingOutputOptions): CollectingOutput {
  let kept = new Uint8Array(0);
  let size = 0;
  let dropped = 0;
  return {
    write(from) {
      const part = from.length > limit - size ? from.subarray(0, limit - size) : from;
      const needed = size + part.length;
      if (needed > kept.length) {
        // The first write is often the only one; after that, doubling keeps copying in proportion.
        const grown = new Uint8Array(size === 0 ? needed : Math.min(limit, Math.max(needed, kept.length * 2)));
        grown.set(kept.subarray(0, size));
        kept = grown;
      }
      kept.set(part, size);
      size = needed;
      if (part.length < from.length) {
        dropped += from.length - part.length;
        if (onOverflow !== undefined) throw onOverflow();
      }
      return from.length;
    },
    bytes: () => (size === kept.length ? kept : kept.slice(0, size)),
    get dropped() {
      return dropped;
    },
  };
}
