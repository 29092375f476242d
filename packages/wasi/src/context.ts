import type { DescriptorTable } from "./descriptors.ts";
import type { Errno } from "./errno.ts";
import type { GuestMemory } from "./guest-memory.ts";
import type { StringList } from "./string-list.ts";

/** Everything one guest's host calls share. */
export interface Context {
  readonly memory: GuestMemory;
  readonly descriptors: DescriptorTable;
  readonly args: StringList;
  readonly environ: StringList;
  /** `performance.now()` when the guest was made: where its processor clocks begin. */
  readonly createdMs: number;
  /** Why the guest must not go on: its exit, or what a host call threw. Every later call throws it again. */
  stopped: { readonly reason: unknown } | null;
}

/**
 * A function of `wasi_snapshot_preview1`. Numbers come as WebAssembly hands them over, signed; `GuestMemory` and
 * `DescriptorTable` take them so. A `WasiErrno` it throws becomes its result, anything else ends the guest.
 */
export type HostCall = (context: Context, ...args: never[]) => Errno;

/** Thrown to leave the guest when it exits; it never reaches the caller of `start`. */
export class Exit {
  /** Unsigned. */
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}
