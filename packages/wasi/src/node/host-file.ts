import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { Errno, WasiErrno } from "../errno.ts";
import type { FileStat, FileTimes, FsFile, OpenFileOptions } from "../fs/file-system.ts";
import type { ExactTimes } from "./exact-times.ts";
import { answering } from "./host-errno.ts";

export interface HostFileOptions {
  readonly times: ExactTimes;
  readonly readOnly: boolean;
  readonly sync: OpenFileOptions["sync"];
  /** Where the file can be opened again, to append. */
  readonly reopenPath: string | undefined;
}

/** Linux moves at most this many bytes in one call, and Node takes no more than 2 GiB. */
const MOST_AT_ONCE = 0x7ffff000;

const SYNC_FLAGS: Readonly<Record<OpenFileOptions["sync"], number>> = {
  none: 0,
  data: constants.O_DSYNC ?? 0,
  all: constants.O_SYNC ?? 0,
};

/** The flags to open a file with as `options` say, without making it. */
export function toOpenFlags(options: OpenFileOptions): number {
  const { O_RDONLY, O_RDWR, O_WRONLY, O_TRUNC } = constants;
  const access = options.write ? (options.read ? O_RDWR : O_WRONLY) : O_RDONLY;
  return access | SYNC_FLAGS[options.sync] | (options.truncate ? O_TRUNC : 0);
}

/** An open file of the host. Takes over `fd`. */
export function createHostFile(fd: number, { times, readOnly, sync, reopenPath }: HostFileOptions): FsFile {
  let open = true;
  /** The same file opened to append; undefined until wanted, null where that is not to be had. */
  let appendFd: number | null | undefined;
  const stats = () => fstatSync(fd, { bigint: true });

  const appending = (): number | null => {
    if (appendFd !== undefined) return appendFd;
    try {
      appendFd = reopenPath === undefined ? null : openSync(reopenPath, appendFlags(sync));
    } catch {
      appendFd = null; // its permissions have changed since it was opened
    }
    return appendFd;
  };

  return {
    stat: (): FileStat => answering(() => times.toFileStat(stats())),
    setTimes(to: FileTimes) {
      if (readOnly) throw new WasiErrno(Errno.rofs);
      answering(() => times.set(to, stats, (atime, mtime) => futimesSync(fd, atime, mtime)));
    },
    sync: (dataOnly) => answering(() => (dataOnly ? fdatasyncSync(fd) : fsyncSync(fd))),
    close() {
      if (!open) return; // the number may be somebody else's file by now
      open = false;
      if (typeof appendFd === "number") closeSync(appendFd);
      answering(() => closeSync(fd));
    },
    read: (into, offset) =>
      answering(() => readSync(fd, into, 0, Math.min(into.byteLength, MOST_AT_ONCE), toPosition(offset, Errno.inval))),
    write: (from, offset) =>
      answering(() => writeSync(fd, from, 0, Math.min(from.byteLength, MOST_AT_ONCE), toPosition(offset, Errno.fbig))),
    append: (from) =>
      answering(() => {
        const length = Math.min(from.byteLength, MOST_AT_ONCE);
        const end = appending();
        // The second way is not atomic against other writers of the host; the file's own position is never used.
        return end === null ? writeSync(fd, from, 0, length, fstatSync(fd).size) : writeSync(end, from, 0, length);
      }),
    setSize: (size) => answering(() => ftruncateSync(fd, toPosition(size, Errno.fbig))),
  };
}

function appendFlags(sync: OpenFileOptions["sync"]): number {
  return constants.O_WRONLY | constants.O_APPEND | SYNC_FLAGS[sync];
}

/** Node takes positions to write at as numbers only, and would write elsewhere for a bigint. */
function toPosition(offset: bigint, tooLarge: Errno): number {
  if (offset > BigInt(Number.MAX_SAFE_INTEGER)) throw new WasiErrno(tooLarge);
  return Number(offset);
}
