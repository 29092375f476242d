import assert from "node:assert/strict";
import { test } from "node:test";
import { driveGuest, errnoName } from "../driven-guest.fixture.ts";
import { Whence } from "../flags.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { Rights } from "../rights.ts";

function open(rights?: number) {
  const directory = createMemoryFileSystem({ file: new Uint8Array(100) });
  const guest = driveGuest({ preopens: [{ path: "/", directory }] });
  const fd = guest.opened("file", rights === undefined ? {} : { rights: BigInt(rights) });
  const seek = (delta: bigint, whence: number) => errnoName(guest.call("fd_seek", fd, delta, whence, guest.result));
  const tell = () => errnoName(guest.call("fd_tell", fd, guest.result));
  return { guest, fd, seek, tell };
}

test("seeking from the start, the position and the end", () => {
  const { guest, seek, tell } = open();
  for (const [delta, whence, expected] of [
    [10n, Whence.set, 10n],
    [5n, Whence.cur, 15n],
    [-15n, Whence.cur, 0n],
    [-1n, Whence.end, 99n],
    [1000n, Whence.end, 1100n],
    [2n ** 63n - 1n, Whence.set, 2n ** 63n - 1n],
  ] as const) {
    assert.equal(seek(delta, whence), "success");
    assert.equal(guest.u64(), expected);
    assert.equal(tell(), "success");
    assert.equal(guest.u64(), expected);
  }
});

test("a position before the start, past what a file can have, or from nowhere is inval and moves nothing", () => {
  const { guest, seek, tell } = open();
  seek(50n, Whence.set);
  assert.equal(seek(-51n, Whence.cur), "inval");
  assert.equal(seek(-1n, Whence.set), "inval");
  assert.equal(seek(-101n, Whence.end), "inval");
  assert.equal(seek(2n ** 63n - 1n, Whence.cur), "inval");
  assert.equal(seek(0n, 3), "inval");
  assert.equal(seek(0n, -1), "inval");
  assert.equal(tell(), "success");
  assert.equal(guest.u64(), 50n);
});

test("a result that cannot be written moves nothing", () => {
  const { guest, fd, tell } = open();
  assert.equal(errnoName(guest.call("fd_seek", fd, 10n, Whence.set, guest.memory.buffer.byteLength - 7)), "fault");
  tell();
  assert.equal(guest.u64(), 0n);
});

test("the right to seek includes that to tell; the right to tell does not move", () => {
  const teller = open(Rights.fdTell);
  assert.equal(teller.tell(), "success");
  assert.equal(teller.seek(0n, Whence.cur), "success");
  assert.equal(teller.seek(1n, Whence.cur), "notcapable");
  assert.equal(teller.seek(0n, Whence.set), "notcapable");
  const seeker = open(Rights.fdSeek);
  assert.equal(seeker.tell(), "success");
  assert.equal(seeker.seek(0n, Whence.cur), "success");
  const neither = open(Rights.fdRead);
  assert.equal(neither.tell(), "notcapable");
  assert.equal(neither.seek(0n, Whence.cur), "notcapable");
});

test("allocate makes a file longer, never shorter", () => {
  const { guest, fd } = open();
  const allocate = (offset: bigint, length: bigint) => errnoName(guest.call("fd_allocate", fd, offset, length));
  assert.equal(allocate(0n, 50n), "success");
  assert.equal(guest.fdStat(fd).size, 100n);
  assert.equal(allocate(90n, 20n), "success");
  assert.equal(guest.fdStat(fd).size, 110n);
  assert.equal(allocate(0n, 0n), "inval");
  assert.equal(allocate(-1n, 1n), "inval");
  assert.equal(allocate(0n, -1n), "inval");
  assert.equal(allocate(2n ** 62n, 2n ** 62n), "fbig");
  assert.equal(allocate(2n ** 40n, 1n), "fbig");
  assert.equal(guest.fdStat(fd).size, 110n);
});

test("advice is checked", () => {
  const { guest, fd } = open();
  for (const advice of [0, 1, 2, 3, 4, 5]) guest.must("fd_advise", fd, 0n, 10n, advice);
  assert.equal(errnoName(guest.call("fd_advise", fd, 0n, 10n, 6)), "inval");
  assert.equal(errnoName(guest.call("fd_advise", fd, -1n, 10n, 0)), "inval");
  assert.equal(errnoName(guest.call("fd_advise", 3, 0n, 10n, 0)), "isdir");
  assert.equal(errnoName(guest.call("fd_advise", 0, 0n, 10n, 0)), "spipe");
  assert.equal(errnoName(guest.call("fd_advise", 99, 0n, 10n, 0)), "badf");
});

test("a directory has no position and no size", () => {
  const { guest } = open();
  assert.equal(errnoName(guest.call("fd_seek", 3, 0n, Whence.cur, guest.result)), "isdir");
  assert.equal(errnoName(guest.call("fd_tell", 3, guest.result)), "isdir");
  assert.equal(errnoName(guest.call("fd_allocate", 3, 0n, 1n)), "isdir");
  assert.equal(errnoName(guest.call("fd_filestat_set_size", 3, 0n)), "isdir");
});
