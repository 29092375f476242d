import type { FsDirectory } from "./fs/file-system.ts";
import type { InputStream, OutputStream } from "./streams.ts";

/** A directory the guest finds open at start, from descriptor 3 on, in the order given. */
export interface Preopen {
  /** The path the guest knows it by, such as `/` or `/data`. */
  readonly path: string;
  /** Taken over: it is closed with the guest's other descriptors. */
  readonly directory: FsDirectory;
  readonly readOnly?: boolean;
}

/** What a guest gets. Left out means none: no arguments, an empty standard input, output that goes nowhere. */
export interface WasiOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: InputStream;
  readonly stdout?: OutputStream;
  readonly stderr?: OutputStream;
  readonly preopens?: readonly Preopen[];
}

/** One guest's WASI: made for one instance, used once. */
export interface Wasi {
  /** Every function of `wasi_snapshot_preview1`, to be given to the instance under that name. */
  readonly imports: Record<string, (...args: never[]) => unknown>;
  /** Names the memory that pointers point into; to be called before the guest runs. */
  bind(memory: WebAssembly.Memory): void;
  /**
   * Calls `_start` and returns the exit code: what `proc_exit` was given, otherwise 0. A trap, and whatever a stream
   * throws, comes out as it is. Memory that the instance exports as `memory` is bound here if none was.
   * @throws Error when the instance has no `_start`, or this WASI has run one already
   */
  start(instance: WebAssembly.Instance): number;
  /** Closes every descriptor the guest left open. Call it however the run ended. */
  close(): void;
}
