import type { BigIntStats } from "node:fs";
import type { FileStat, FileTimes } from "../fs/file-system.ts";
import { toFileStat } from "./host-stat.ts";

/** A time as the guest set it, and as the host has shown it since. */
interface SetTime {
  readonly exact: bigint;
  readonly shown: bigint;
}

interface SetTimes {
  readonly atim: SetTime;
  readonly mtim: SetTime;
}

/** How many files' times are remembered; the longest set are forgotten first. */
const REMEMBERED = 10_000;

/** What a host's rounding may take away, in nanoseconds: the coarsest common file system keeps every other second. */
const COARSEST = 2_000_000_000n;

const SECOND = 1_000_000_000n;

/**
 * File times to the nanosecond. Node sets times as seconds in a double, which today is about 238 ns off, and always
 * sets both. So for each file whose time the guest has set, the exact times are remembered, and reported for as long as
 * the host still shows what its rounding made of them; once somebody else touches the file, the host's time counts.
 *
 * One of these belongs to one host directory given to one guest, with everything opened from it.
 */
export class ExactTimes {
  readonly #set = new Map<string, SetTimes>();

  /** What a guest is told of a file that the host describes by `stats`. */
  toFileStat(stats: BigIntStats): FileStat {
    const stat = toFileStat(stats);
    const set = this.#set.size === 0 ? undefined : this.#set.get(identity(stats));
    if (set === undefined) return stat;
    return { ...stat, atim: reported(set.atim, stat.atim), mtim: reported(set.mtim, stat.mtim) };
  }

  /** Sets a file's times through `write`; `read` gives the host's view of the file. */
  set(times: FileTimes, read: () => BigIntStats, write: (atime: number | Date, mtime: number | Date) => void): void {
    const before = read();
    const known = this.toFileStat(before);
    const atim = times.atim ?? known.atim;
    const mtim = times.mtim ?? known.mtim;
    write(toSeconds(atim), toSeconds(mtim));

    const after = read();
    const key = identity(after);
    this.#set.delete(key);
    const rounded = isRounded(atim, after.atimeNs) && isRounded(mtim, after.mtimeNs);
    if (key !== identity(before) || !rounded) return;
    if (atim === after.atimeNs && mtim === after.mtimeNs) return;
    this.#set.set(key, { atim: { exact: atim, shown: after.atimeNs }, mtim: { exact: mtim, shown: after.mtimeNs } });
    for (const oldest of this.#set.keys()) {
      if (this.#set.size <= REMEMBERED) break;
      this.#set.delete(oldest);
    }
  }
}

function identity(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}`;
}

function reported(set: SetTime, shown: bigint): bigint {
  return set.shown === shown ? set.exact : shown;
}

function isRounded(exact: bigint, shown: bigint): boolean {
  const off = exact - shown;
  return off <= COARSEST && -off <= COARSEST;
}

/** Seconds as Node takes them. Node reads a negative number as "now", so times before 1970 go as a Date. */
function toSeconds(nanoseconds: bigint): number | Date {
  if (nanoseconds < 0n) return new Date(Number(nanoseconds / 1_000_000n));
  return Number(nanoseconds / SECOND) + Number(nanoseconds % SECOND) / 1e9;
}
