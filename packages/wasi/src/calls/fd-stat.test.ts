import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_RIGHTS, type DrivenGuest, driveGuest, errnoName } from "../driven-guest.fixture.ts";
import { Fdflags, Fstflags, Oflags } from "../flags.ts";
import { Filetype } from "../fs/file-system.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { DIRECTORY_RIGHTS, FILE_RIGHTS, INHERITING_RIGHTS, Rights } from "../rights.ts";

function drive() {
  const directory = createMemoryFileSystem({ file: new Uint8Array(10), "sub/other": new Uint8Array(1) });
  return driveGuest({
    preopens: [{ path: "/", directory }],
    stdin: { read: () => 0, terminal: true },
  });
}

function fdstat(guest: DrivenGuest, fd: number) {
  guest.must("fd_fdstat_get", fd, guest.result);
  const at = guest.result;
  return {
    filetype: guest.view.getUint8(at),
    flags: guest.view.getUint16(at + 2, true),
    rights: Number(guest.u64(at + 8)),
    inheriting: Number(guest.u64(at + 16)),
  };
}

test("fdstat says what a descriptor is", () => {
  const guest = drive();
  assert.equal(fdstat(guest, 0).filetype, Filetype.characterDevice);
  assert.equal(fdstat(guest, 1).filetype, Filetype.unknown);
  // What C libraries know a terminal by: a character device that cannot be sought in.
  assert.equal(fdstat(guest, 0).rights & (Rights.fdSeek | Rights.fdTell), 0);
  assert.deepEqual(fdstat(guest, 3), {
    filetype: Filetype.directory,
    flags: 0,
    rights: DIRECTORY_RIGHTS,
    inheriting: INHERITING_RIGHTS,
  });
  const fd = guest.opened("file", { fdflags: Fdflags.append | Fdflags.sync });
  assert.deepEqual(fdstat(guest, fd), {
    filetype: Filetype.regularFile,
    flags: Fdflags.append | Fdflags.sync,
    rights: FILE_RIGHTS,
    inheriting: 0,
  });
  assert.equal(errnoName(guest.call("fd_fdstat_get", 42, guest.result)), "badf");
  assert.equal(errnoName(guest.call("fd_fdstat_get", 0, guest.memory.buffer.byteLength - 23)), "fault");
});

test("flags can be set, where there is the right to", () => {
  const guest = drive();
  const fd = guest.opened("file");
  guest.must("fd_fdstat_set_flags", fd, Fdflags.all);
  assert.equal(fdstat(guest, fd).flags, Fdflags.all);
  assert.equal(errnoName(guest.call("fd_fdstat_set_flags", fd, 32)), "inval");
  assert.equal(fdstat(guest, fd).flags, Fdflags.all);
  const bare = guest.opened("file", { rights: BigInt(Rights.fdRead) });
  assert.equal(errnoName(guest.call("fd_fdstat_set_flags", bare, 0)), "notcapable");
});

test("rights can be given up, never got back", () => {
  const guest = drive();
  const fd = guest.opened("file", { rights: BigInt(Rights.fdRead | Rights.fdWrite | Rights.fdSeek) });
  const set = (rights: number | bigint, inheriting = 0n) =>
    errnoName(guest.call("fd_fdstat_set_rights", fd, BigInt(rights), inheriting));
  assert.equal(set(Rights.fdRead), "success");
  assert.equal(fdstat(guest, fd).rights, Rights.fdRead);
  assert.equal(set(Rights.fdRead | Rights.fdWrite), "notcapable");
  assert.equal(set(Rights.fdRead, 1n), "notcapable");
  assert.equal(set(BigInt(Rights.fdRead) | (1n << 40n)), "notcapable");
  assert.equal(set(-1n), "notcapable");
  assert.equal(fdstat(guest, fd).rights, Rights.fdRead);
  assert.equal(guest.write(fd, "x"), "notcapable");
  assert.equal(set(0), "success");
  assert.equal(errnoName(guest.call("fd_fdstat_set_rights", 42, 0n, 0n)), "badf");
});

test("what a directory no longer inherits, nothing opened through it has", () => {
  const guest = drive();
  const inheriting = BigInt(INHERITING_RIGHTS & ~Rights.fdWrite);
  guest.must("fd_fdstat_set_rights", 3, BigInt(DIRECTORY_RIGHTS), inheriting);
  assert.equal(guest.open("file", { rights: BigInt(Rights.fdWrite) }), "notcapable");
  const sub = guest.opened("sub", { rights: BigInt(Rights.pathOpen), inheriting, oflags: Oflags.directory });
  assert.equal(guest.open("other", { dir: sub, rights: BigInt(Rights.fdWrite) }), "notcapable");
  assert.equal(guest.open("sub", { rights: BigInt(Rights.pathOpen), inheriting: ALL_RIGHTS }), "notcapable");
});

test("filestat has size, type, links and times", () => {
  const guest = drive();
  const stat = guest.fdStat(guest.opened("file"));
  assert.deepEqual([stat.filetype, stat.size, stat.nlink], [Filetype.regularFile, 10n, 1n]);
  assert.ok(stat.mtim > 1_600_000_000_000_000_000n);
  assert.equal(guest.fdStat(3).filetype, Filetype.directory);
  assert.deepEqual(guest.fdStat(1), {
    dev: 0n,
    ino: 0n,
    filetype: Filetype.unknown,
    nlink: 0n,
    size: 0n,
    atim: 0n,
    mtim: 0n,
    ctim: 0n,
  });
  const bare = guest.opened("file", { rights: BigInt(Rights.fdRead) });
  assert.equal(errnoName(guest.call("fd_filestat_get", bare, guest.result)), "notcapable");
});

test("the size is cut off, or filled up with zeros", () => {
  const guest = drive();
  const fd = guest.opened("file");
  guest.write(fd, "0123456789");
  guest.must("fd_filestat_set_size", fd, 4n);
  guest.must("fd_filestat_set_size", fd, 6n);
  guest.must("fd_seek", fd, 0n, 0, guest.result);
  assert.equal(guest.read(fd), "0123\0\0");
  assert.equal(errnoName(guest.call("fd_filestat_set_size", fd, -1n)), "inval");
  assert.equal(errnoName(guest.call("fd_filestat_set_size", fd, 2n ** 50n)), "fbig");
  assert.equal(errnoName(guest.call("fd_filestat_set_size", 1, 0n)), "inval");
  assert.equal(guest.fdStat(fd).size, 6n);
});

test("times are set one by one, or to now", () => {
  const guest = drive();
  const fd = guest.opened("file");
  const set = (flags: number) => errnoName(guest.call("fd_filestat_set_times", fd, 111n, 222n, flags));
  const before = guest.fdStat(fd);
  assert.equal(set(Fstflags.mtim), "success");
  assert.deepEqual([guest.fdStat(fd).atim, guest.fdStat(fd).mtim], [before.atim, 222n]);
  assert.equal(set(Fstflags.atim), "success");
  assert.deepEqual([guest.fdStat(fd).atim, guest.fdStat(fd).mtim], [111n, 222n]);
  assert.equal(set(Fstflags.mtimNow), "success");
  assert.ok(guest.fdStat(fd).mtim >= before.mtim);
  assert.equal(guest.fdStat(fd).atim, 111n);
  assert.equal(set(0), "success");
  for (const flags of [Fstflags.atim | Fstflags.atimNow, Fstflags.mtim | Fstflags.mtimNow, 16]) {
    assert.equal(set(flags), "inval");
  }
  assert.equal(guest.fdStat(fd).atim, 111n);
  guest.must("fd_filestat_set_times", 3, 5n, 6n, Fstflags.atim | Fstflags.mtim);
  assert.equal(guest.fdStat(3).mtim, 6n);
  assert.equal(errnoName(guest.call("fd_filestat_set_times", 1, 0n, 0n, Fstflags.mtim)), "inval");
});

test("files and directories are synced, streams are not", () => {
  const guest = drive();
  const fd = guest.opened("file");
  for (const call of ["fd_sync", "fd_datasync"]) {
    guest.must(call, fd);
    guest.must(call, 3);
    assert.equal(errnoName(guest.call(call, 1)), "inval");
    assert.equal(errnoName(guest.call(call, 42)), "badf");
    const bare = guest.opened("file", { rights: BigInt(Rights.fdRead) });
    assert.equal(errnoName(guest.call(call, bare)), "notcapable");
  }
});
