import assert from "node:assert/strict";
import { test } from "node:test";
import { type DrivenGuest, driveGuest, errnoName, type GuestStat } from "../driven-guest.fixture.ts";
import { Filetype } from "../fs/file-system.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { Rights } from "../rights.ts";

interface Entry {
  readonly name: string;
  readonly next: bigint;
  readonly ino: bigint;
  readonly filetype: number;
}

function drive(files: Record<string, Uint8Array> = {}) {
  return driveGuest({ preopens: [{ path: "/", directory: createMemoryFileSystem(files) }] }, 8);
}

function readdir(guest: DrivenGuest, fd: number, size: number, cookie = 0n) {
  const at = guest.room(size);
  guest.must("fd_readdir", fd, at, size, cookie, guest.result);
  const used = guest.u32();
  const entries: Entry[] = [];
  for (let start = at; start + 24 <= at + used; ) {
    const length = guest.u32(start + 16);
    if (start + 24 + length > at + used) break;
    entries.push({
      name: guest.text(start + 24, length),
      next: guest.u64(start),
      ino: guest.u64(start + 8),
      filetype: guest.view.getUint8(start + 20),
    });
    start += 24 + length;
  }
  return { used, entries };
}

test("an empty directory has itself and its parent", () => {
  const guest = drive();
  const { entries, used } = readdir(guest, 3, 256);
  const { ino } = guest.fdStat(3);
  assert.equal(used, 24 + 1 + 24 + 2);
  assert.deepEqual(entries, [
    { name: ".", next: 1n, ino, filetype: Filetype.directory },
    { name: "..", next: 2n, ino, filetype: Filetype.directory },
  ]);
});

test("entries have their inode and type; the parent is the directory it was opened in", () => {
  const guest = drive({ "sub/file": new Uint8Array(1) });
  guest.path("path_create_directory", "sub/inner");
  guest.symlink("file", "sub/link");
  const sub = guest.opened("sub", {
    rights: BigInt(Rights.fdReaddir | Rights.fdFilestatGet | Rights.pathOpen),
    inheriting: BigInt(Rights.fdReaddir),
  });
  const { entries } = readdir(guest, sub, 512);
  assert.deepEqual(
    entries.map(({ name, filetype }) => [name, filetype]),
    [
      [".", Filetype.directory],
      ["..", Filetype.directory],
      ["file", Filetype.regularFile],
      ["inner", Filetype.directory],
      ["link", Filetype.symbolicLink],
    ],
  );
  assert.equal(entries[0]?.ino, guest.fdStat(sub).ino);
  assert.equal(entries[1]?.ino, guest.fdStat(3).ino);
  assert.equal(entries[2]?.ino, (guest.stat("sub/file") as GuestStat).ino);
  // However the directory is reached, its parent is the same.
  const rights = BigInt(Rights.fdReaddir);
  for (const again of [
    guest.opened("sub/.", { rights }),
    guest.opened("sub/inner/..", { rights }),
    guest.opened(".", { dir: sub, rights }),
  ]) {
    assert.deepEqual(readdir(guest, again, 512).entries, entries);
  }
});

test("a cookie goes on where an entry ended", () => {
  const guest = drive({ a: new Uint8Array(1), b: new Uint8Array(1) });
  const { entries } = readdir(guest, 3, 512);
  assert.deepEqual(
    entries.map((entry) => entry.name),
    [".", "..", "a", "b"],
  );
  for (const [index, entry] of entries.entries()) {
    assert.deepEqual(readdir(guest, 3, 512, entry.next).entries, entries.slice(index + 1));
  }
  assert.equal(readdir(guest, 3, 512, 5n).used, 0);
  assert.equal(readdir(guest, 3, 512, -1n).used, 0);
});

test("a buffer that is too small is filled, the last entry cut off", () => {
  const guest = drive({ "a-long-name": new Uint8Array(1) });
  const whole = readdir(guest, 3, 512).used;
  for (let size = 0; size <= whole; size += 1) assert.equal(readdir(guest, 3, size).used, size);
  assert.equal(readdir(guest, 3, 24).entries.length, 0);
  assert.equal(readdir(guest, 3, 25).entries.length, 1);
});

test("a thousand entries are read through a small buffer, each once, whatever changes meanwhile", () => {
  const files = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`file.${index}`, new Uint8Array(0)]));
  const guest = drive(files);
  const names: string[] = [];
  let cookie = 0n;
  for (let round = 0; ; round += 1) {
    const { entries, used } = readdir(guest, 3, 256, cookie);
    names.push(...entries.map((entry) => entry.name));
    if (used < 256) break;
    cookie = entries.at(-1)?.next ?? 0n;
    guest.path("path_unlink_file", `file.${round}`);
  }
  assert.equal(names.length, 1002);
  assert.equal(new Set(names).size, 1002);
  // Beginning again looks again.
  assert.notEqual(readdir(guest, 3, 30_000).entries.length, 1002);
});

test("readdir wants a directory, the right, and room for its answer", () => {
  const guest = drive({ a: new Uint8Array(1) });
  const call = (fd: number, at = 4096, size = 100, result = guest.result) =>
    errnoName(guest.call("fd_readdir", fd, at, size, 0n, result));
  assert.equal(call(guest.opened("a")), "notdir");
  assert.equal(call(0), "notdir");
  assert.equal(call(42), "badf");
  assert.equal(call(guest.opened(".", { rights: 0n })), "notcapable");
  assert.equal(call(3, guest.memory.buffer.byteLength - 50), "fault");
  assert.equal(call(3, 4096, 100, guest.memory.buffer.byteLength - 3), "fault");
});
