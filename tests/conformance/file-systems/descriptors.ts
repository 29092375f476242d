/** What a guest must be told of open descriptors: reading, writing, sizes, times, listings and rights. */
import assert from "node:assert/strict";
import { Filetype } from "@sandpiper/wasi";
import {
  ALL_RIGHTS,
  type DrivenGuest,
  errnoName,
  type GuestStat,
} from "../../../packages/wasi/src/driven-guest.fixture.ts";
import {
  FD_READ,
  FD_SEEK,
  FD_WRITE,
  Fdflags,
  FOLLOW,
  Fst,
  type GuestTest,
  Oflags,
  PATH_FILESTAT_SET_SIZE,
  Whence,
} from "./guest-test.ts";

export function testDescriptors(guestTest: GuestTest): void {
  guestTest("goes on with an open file that was removed", (guest) => {
    guest.file("file", "abc");
    const fd = guest.opened("file");
    assert.equal(guest.path("path_unlink_file", "file"), "success");
    assert.equal(guest.read(fd), "abc");
    assert.equal(guest.write(fd, "def"), 3);
    assert.equal(guest.fdStat(fd).nlink, 0n);
    guest.file("file");
    assert.equal((guest.stat("file") as GuestStat).size, 0n);
    assert.equal(guest.fdStat(fd).size, 6n);
  });

  guestTest("reads and writes at positions, its own and others", (guest) => {
    const fd = guest.opened("file", { oflags: Oflags.creat });
    const reader = guest.opened("file", { rights: FD_READ });
    assert.equal(guest.write(fd, "0123456789"), 10);
    assert.equal(guest.read(reader, 4), "0123");
    const at = guest.room(16);
    guest.must("fd_pwrite", fd, ...guest.buffers(guest.put("ab"), guest.put("cd")), 2n, guest.result);
    assert.equal(guest.u32(), 4);
    guest.must("fd_pread", fd, ...guest.buffers([at, 3], [at + 3, 9]), 1n, guest.result);
    assert.equal(guest.text(at, guest.u32()), "1abcd6789");
    guest.must("fd_tell", fd, guest.result);
    assert.equal(guest.u64(), 10n);
    for (const [offset, whence, outcome] of [
      [-5n, Whence.cur, 5n],
      [0n, Whence.set, 0n],
      [1000n, Whence.cur, 1000n],
      [-2000n, Whence.cur, "inval"],
      [-1n, Whence.set, "inval"],
      [-1n, Whence.end, 9n],
      [0n, 3, "inval"],
    ] as const) {
      const errno = guest.call("fd_seek", fd, offset, whence, guest.result);
      assert.equal(errno === 0 ? guest.u64() : errnoName(errno), outcome);
    }
    assert.equal(guest.read(fd), "9");
    guest.must("fd_seek", fd, 12n, Whence.set, guest.result);
    assert.equal(guest.write(fd, "x"), 1);
    guest.must("fd_pread", fd, ...guest.buffers([at, 8]), 9n, guest.result);
    assert.equal(guest.text(at, guest.u32()), "9\0\0x");
    const truncated = guest.opened("file", { oflags: Oflags.trunc });
    assert.equal(guest.read(truncated), "");
    assert.equal(guest.fdStat(fd).size, 0n);
  });

  guestTest("appends while the flag is set", (guest) => {
    const fd = guest.opened("file", { oflags: Oflags.creat, fdflags: Fdflags.append | Fdflags.sync });
    guest.must("fd_fdstat_get", fd, guest.result);
    assert.equal(guest.view.getUint16(guest.result + 2, true), Fdflags.append | Fdflags.sync);
    const other = guest.opened("file", { fdflags: Fdflags.append });
    assert.equal(guest.write(fd, "one"), 3);
    assert.equal(guest.write(other, "two"), 3);
    guest.must("fd_seek", fd, 0n, Whence.set, guest.result);
    assert.equal(guest.write(fd, "three"), 5);
    guest.must("fd_tell", fd, guest.result);
    assert.equal(guest.u64(), 11n);
    guest.must("fd_fdstat_set_flags", fd, 0);
    guest.must("fd_seek", fd, 0n, Whence.set, guest.result);
    assert.equal(guest.write(fd, "ONE"), 3);
    assert.equal(guest.read(guest.opened("file")), "ONEtwothree");
  });

  guestTest("sets sizes, and allocates", (guest) => {
    const fd = guest.opened("file", { oflags: Oflags.creat });
    const size = () => guest.fdStat(fd).size;
    guest.must("fd_filestat_set_size", fd, 100n);
    assert.equal(size(), 100n);
    guest.must("fd_advise", fd, 10n, 50n, 0);
    assert.equal(errnoName(guest.call("fd_advise", fd, 10n, 50n, 99)), "inval");
    guest.must("fd_allocate", fd, 10n, 10n);
    assert.equal(size(), 100n);
    guest.must("fd_allocate", fd, 90n, 20n);
    assert.equal(size(), 110n);
    guest.must("fd_filestat_set_size", fd, 3n);
    assert.equal(guest.read(fd), "\0\0\0");
    guest.must("fd_sync", fd);
    guest.must("fd_datasync", fd);
  });

  guestTest("sets times, to the nanosecond", (guest) => {
    guest.file("file");
    guest.symlink("file", "link");
    const fd = guest.opened("file");
    const { atim, mtim } = guest.fdStat(fd);
    guest.must("fd_filestat_set_times", fd, 1n, mtim - 101n, Fst.mtim);
    assert.deepEqual([guest.fdStat(fd).atim, guest.fdStat(fd).mtim], [atim, mtim - 101n]);
    guest.must("fd_filestat_set_times", fd, 7n, 9n, Fst.atim);
    assert.deepEqual([guest.fdStat(fd).atim, guest.fdStat(fd).mtim], [7n, mtim - 101n]);
    const set = (lookup: number, path: string, time: bigint, flags: number): string =>
      errnoName(guest.call("path_filestat_set_times", 3, lookup, ...guest.put(path), time, time, flags));
    assert.equal(set(0, "link", 123_456_789_123_456_789n, Fst.mtim), "success");
    assert.equal((guest.stat("link") as GuestStat).mtim, 123_456_789_123_456_789n);
    assert.equal((guest.stat("file") as GuestStat).mtim, mtim - 101n);
    assert.equal(set(FOLLOW, "link", 5n, Fst.mtim | Fst.atim), "success");
    assert.equal((guest.stat("file") as GuestStat).mtim, 5n);
    assert.equal((guest.stat("link") as GuestStat).mtim, 123_456_789_123_456_789n);
    for (const flags of [Fst.mtim | Fst.mtimNow, Fst.atim | Fst.atimNow, 16]) {
      assert.equal(set(0, "file", 77n, flags), "inval");
      assert.equal(errnoName(guest.call("fd_filestat_set_times", fd, 77n, 77n, flags)), "inval");
    }
    assert.equal(guest.fdStat(fd).mtim, 5n);
    guest.must("fd_filestat_set_times", fd, 0n, 0n, Fst.mtimNow);
    assert.ok(guest.fdStat(fd).mtim >= mtim);
    assert.equal(guest.fdStat(fd).atim, 5n);
    const root = guest.opened(".", { rights: ALL_RIGHTS & ~FD_WRITE });
    guest.must("fd_filestat_set_times", root, 11n, 13n, Fst.atim | Fst.mtim);
    assert.equal(guest.fdStat(root).mtim, 13n);
  });

  guestTest("lists a directory, in pieces and from where it left off", (guest) => {
    assert.deepEqual([...names(guest, 4096).keys()], [".", ".."]);
    guest.path("path_create_directory", "dir");
    guest.symlink("dir", "link");
    for (let index = 0; index < 300; index++) guest.file(`file.${index}`);
    for (const size of [64, 256, 4096]) {
      const listed = names(guest, size);
      assert.equal(listed.size, 304);
      for (const [name, filetype] of [
        [".", Filetype.directory],
        ["dir", Filetype.directory],
        ["link", Filetype.symbolicLink],
        ["file.7", Filetype.regularFile],
      ] as const) {
        assert.deepEqual(listed.get(name), { ino: (guest.stat(name) as GuestStat).ino, filetype });
      }
    }
  });

  guestTest("is refused what its rights do not cover", (guest) => {
    guest.file("file", "abc");
    const at = guest.room(8);
    const attempts = (fd: number): string[] => [
      errnoName(guest.call("fd_read", fd, ...guest.buffers([at, 4]), guest.result)),
      errnoName(guest.call("fd_write", fd, ...guest.buffers([at, 1]), guest.result)),
    ];
    assert.deepEqual(attempts(guest.opened("file", { rights: FD_READ })), ["success", "notcapable"]);
    assert.deepEqual(attempts(guest.opened("file", { rights: FD_WRITE })), ["notcapable", "success"]);
    const fd = guest.opened("file", { rights: FD_READ | FD_WRITE | FD_SEEK });
    guest.must("fd_fdstat_set_rights", fd, FD_SEEK, 0n);
    assert.deepEqual(attempts(fd), ["notcapable", "notcapable"]);
    assert.equal(errnoName(guest.call("fd_fdstat_set_rights", fd, FD_SEEK | FD_READ, 0n)), "notcapable");

    const root = guest.opened(".", { rights: ALL_RIGHTS & ~FD_WRITE, inheriting: ALL_RIGHTS });
    guest.must("fd_fdstat_get", root, guest.result);
    const [base, inheriting] = [guest.u64(guest.result + 8), guest.u64(guest.result + 16)];
    assert.equal(base & FD_SEEK, 0n);
    assert.equal(typeof guest.open("file", { dir: root, oflags: Oflags.trunc, rights: 0n }), "number");
    guest.must("fd_fdstat_set_rights", root, base & ~PATH_FILESTAT_SET_SIZE, inheriting);
    assert.equal(guest.open("file", { dir: root, oflags: Oflags.trunc, rights: 0n }), "notcapable");
  });

  guestTest("cannot use a directory as a file", (guest) => {
    const root = guest.opened(".", { rights: ALL_RIGHTS & ~FD_WRITE });
    const at = guest.room(8);
    const io = [...guest.buffers([at, 8])] as const;
    for (const [call, ...args] of [
      ["fd_read", ...io, guest.result],
      ["fd_pread", ...io, 0n, guest.result],
      ["fd_write", ...io, guest.result],
      ["fd_pwrite", ...io, 0n, guest.result],
      ["fd_seek", 0n, Whence.cur, guest.result],
      ["fd_tell", guest.result],
      ["fd_allocate", 0n, 1n],
      ["fd_filestat_set_size", 0n],
    ] as const) {
      const outcome = errnoName(guest.call(call, root, ...args));
      assert.ok(["isdir", "badf", "notcapable"].includes(outcome), `${call}: ${outcome}`);
    }
  });

  guestTest("renumbers and closes descriptors", (guest) => {
    const [from, to] = [guest.opened("a", { oflags: Oflags.creat }), guest.opened("b", { oflags: Oflags.creat })];
    const { ino } = guest.fdStat(from);
    guest.must("fd_renumber", from, to);
    assert.equal(guest.fdStat(to).ino, ino);
    assert.equal(errnoName(guest.call("fd_close", from)), "badf");
    assert.equal(errnoName(guest.call("fd_renumber", to, from)), "badf");
    guest.must("fd_renumber", to, 3);
    assert.equal(guest.open("a"), "notdir");
    guest.must("fd_close", 3);
    assert.equal(errnoName(guest.call("fd_fdstat_get", 3, guest.result)), "badf");
  });
}

/** Every entry of `/` as `fd_readdir` tells it, read with a buffer of `size` bytes. */
function names(guest: DrivenGuest, size: number): Map<string, { ino: bigint; filetype: number }> {
  const found = new Map<string, { ino: bigint; filetype: number }>();
  const at = guest.room(size);
  for (let cookie = 0n; ; ) {
    guest.must("fd_readdir", 3, at, size, cookie, guest.result);
    const used = guest.u32();
    let whole = 0;
    for (let offset = 0; offset + 24 <= used; whole++) {
      const length = guest.u32(at + offset + 16);
      if (offset + 24 + length > used) break;
      const name = guest.text(at + offset + 24, length);
      assert.ok(!found.has(name), `${name} comes twice`);
      found.set(name, { ino: guest.u64(at + offset + 8), filetype: guest.view.getUint8(at + offset + 20) });
      cookie = guest.u64(at + offset);
      offset += 24 + length;
    }
    if (used < size) return found;
    assert.ok(whole > 0, "the buffer holds at least one entry");
  }
}
