/** Bit sets of preview 1 by their values there. Source: `typenames.witx`. */

const dsync = 2;
const rsync = 8;
const sync = 16;

export const Fdflags = {
  append: 1,
  dsync,
  nonblock: 4,
  rsync,
  sync,
  anySync: dsync | rsync | sync,
  all: 31,
} as const;

export const Oflags = { creat: 1, directory: 2, excl: 4, trunc: 8, all: 15 } as const;

export const Lookupflags = { symlinkFollow: 1, all: 1 } as const;

export const Fstflags = { atim: 1, atimNow: 2, mtim: 4, mtimNow: 8, all: 15 } as const;

export const Whence = { set: 0, cur: 1, end: 2 } as const;
