import { test } from "node:test";
import type { FsDirectory } from "@sandpiper/wasi";
import { type DrivenGuest, driveGuest } from "../../../packages/wasi/src/driven-guest.fixture.ts";

// Numbers of preview 1, from the specification's `typenames.witx`.
export const FD_READ = 1n << 1n;
export const FD_SEEK = 1n << 2n;
export const FD_WRITE = 1n << 6n;
export const PATH_FILESTAT_SET_SIZE = 1n << 19n;
export const Oflags = { creat: 1, directory: 2, excl: 4, trunc: 8 } as const;
export const Fdflags = { append: 1, nonblock: 4, sync: 16 } as const;
export const Fst = { atim: 1, atimNow: 2, mtim: 4, mtimNow: 8 } as const;
export const FOLLOW = 1;
export const Whence = { set: 0, cur: 1, end: 2 } as const;

/** A test whose guest finds a fresh empty directory at `/`, descriptor 3. */
export type GuestTest = (title: string, body: (guest: DrivenGuest) => void) => void;

export function createGuestTest(createDirectory: () => FsDirectory): GuestTest {
  return (title, body) => {
    test(title, () => {
      const guest = driveGuest({ preopens: [{ path: "/", directory: createDirectory() }] }, 4);
      try {
        body(guest);
      } finally {
        guest.wasi.close();
      }
    });
  };
}
