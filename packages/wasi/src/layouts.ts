import type { FileStat, Filetype } from "./fs/file-system.ts";
import type { GuestMemory } from "./guest-memory.ts";

/**
 * The structs of preview 1 in the guest's memory: little-endian, each field aligned to its size, gaps zero.
 * Source: the layout that `witx` derives for wasm32 from `typenames.witx`.
 */

export const FDSTAT_BYTES = 24;
export const FILESTAT_BYTES = 64;
export const PRESTAT_BYTES = 8;
export const DIRENT_BYTES = 24;
export const SUBSCRIPTION_BYTES = 48;
export const EVENT_BYTES = 32;

export interface FdStat {
  readonly filetype: Filetype;
  readonly flags: number;
  readonly rights: number;
  readonly inheriting: number;
}

export function writeFdStat(memory: GuestMemory, pointer: number, stat: FdStat): void {
  const at = memory.clear(pointer, FDSTAT_BYTES);
  const { view } = memory;
  view.setUint8(at, stat.filetype);
  view.setUint16(at + 2, stat.flags, true);
  view.setUint32(at + 8, stat.rights, true);
  view.setUint32(at + 16, stat.inheriting, true);
}

export function writeFileStat(memory: GuestMemory, pointer: number, stat: FileStat): void {
  const at = memory.clear(pointer, FILESTAT_BYTES);
  const { view } = memory;
  view.setBigUint64(at, stat.dev, true);
  view.setBigUint64(at + 8, stat.ino, true);
  view.setUint8(at + 16, stat.filetype);
  view.setBigUint64(at + 24, stat.nlink, true);
  view.setBigUint64(at + 32, stat.size, true);
  view.setBigUint64(at + 40, stat.atim, true);
  view.setBigUint64(at + 48, stat.mtim, true);
  view.setBigUint64(at + 56, stat.ctim, true);
}

/** A preopened directory, the only kind there is. */
export function writePrestat(memory: GuestMemory, pointer: number, nameBytes: number): void {
  const at = memory.clear(pointer, PRESTAT_BYTES);
  memory.view.setUint32(at + 4, nameBytes, true);
}

/** A directory entry and its name, in bytes of its own: the guest's buffer may end in the middle of it. */
export function toDirent(next: number, ino: bigint, filetype: Filetype, name: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(DIRENT_BYTES + name.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, ino, true);
  view.setUint32(16, name.length, true);
  view.setUint8(20, filetype);
  bytes.set(name, DIRENT_BYTES);
  return bytes;
}

export const Eventtype = { clock: 0, fdRead: 1, fdWrite: 2 } as const;
export type Eventtype = (typeof Eventtype)[keyof typeof Eventtype];

export type Subscription =
  | {
      readonly type: typeof Eventtype.clock;
      readonly userdata: bigint;
      readonly clock: number;
      /** Nanoseconds. */
      readonly timeout: bigint;
      /** `subclockflags`: bit 0 is set when `timeout` is absolute. */
      readonly flags: number;
    }
  | {
      readonly type: typeof Eventtype.fdRead | typeof Eventtype.fdWrite;
      readonly userdata: bigint;
      readonly fd: number;
    };

/** Null for a type the specification does not have. `at` is checked already. */
export function readSubscription(view: DataView, at: number): Subscription | null {
  const userdata = view.getBigUint64(at, true);
  const type = view.getUint8(at + 8);
  if (type === Eventtype.clock) {
    return {
      type,
      userdata,
      clock: view.getUint32(at + 16, true),
      timeout: view.getBigUint64(at + 24, true),
      flags: view.getUint16(at + 40, true),
    };
  }
  if (type !== Eventtype.fdRead && type !== Eventtype.fdWrite) return null;
  return { type, userdata, fd: view.getUint32(at + 16, true) };
}

export interface PollEvent {
  readonly userdata: bigint;
  readonly errno: number;
  readonly type: Eventtype;
  readonly bytes: bigint;
  readonly hangup: boolean;
}

export function writeEvent(memory: GuestMemory, pointer: number, event: PollEvent): void {
  const at = memory.clear(pointer, EVENT_BYTES);
  const { view } = memory;
  view.setBigUint64(at, event.userdata, true);
  view.setUint16(at + 8, event.errno, true);
  view.setUint8(at + 10, event.type);
  view.setBigUint64(at + 16, event.bytes, true);
  view.setUint16(at + 24, event.hangup ? 1 : 0, true);
}
