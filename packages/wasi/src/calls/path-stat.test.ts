import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_RIGHTS, driveGuest, errnoName, type GuestStat } from "../driven-guest.fixture.ts";
import { Fstflags } from "../flags.ts";
import { Filetype } from "../fs/file-system.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { DIRECTORY_RIGHTS, Rights } from "../rights.ts";

function drive() {
  const directory = createMemoryFileSystem({ file: new Uint8Array(3), "dir/other": new Uint8Array(4) });
  const guest = driveGuest({ preopens: [{ path: "/", directory }] });
  guest.symlink("file", "to-file");
  guest.symlink("dir", "to-dir");
  guest.symlink("nowhere", "dangling");
  return guest;
}

test("stat: of what is there, of a link, or of what it leads to", () => {
  const guest = drive();
  const type = (path: string, lookup = 0) => {
    const stat = guest.stat(path, { lookup });
    return typeof stat === "string" ? stat : stat.filetype;
  };
  assert.equal(type("file"), Filetype.regularFile);
  assert.equal(type("dir/"), Filetype.directory);
  assert.equal(type("."), Filetype.directory);
  assert.equal(type("to-file"), Filetype.symbolicLink);
  assert.equal(type("to-file", 1), Filetype.regularFile);
  assert.equal(type("to-dir/"), Filetype.directory);
  assert.equal(type("to-dir/other"), Filetype.regularFile);
  assert.equal(type("dangling"), Filetype.symbolicLink);
  assert.equal(type("dangling", 1), "noent");
  assert.equal(type("dangling/"), "noent");
  assert.equal(type("file/"), "notdir");
  assert.equal(type("to-file/"), "notdir");
  assert.equal(type("missing"), "noent");
  assert.equal(type("file", 2), "inval");
  assert.deepEqual(guest.stat("to-file", { lookup: 1 }), guest.stat("file"));
  assert.notEqual((guest.stat("file") as GuestStat).ino, (guest.stat("dir/other") as GuestStat).ino);
  assert.equal((guest.stat("file") as GuestStat).dev, (guest.stat("dir/other") as GuestStat).dev);
});

test("times: of what is there, of a link, or of what it leads to", () => {
  const guest = drive();
  const set = (path: string, flags: number, lookup = 0) =>
    errnoName(guest.call("path_filestat_set_times", 3, lookup, ...guest.put(path), 111n, 222n, flags));
  const times = (path: string) => {
    const { atim, mtim } = guest.stat(path) as GuestStat;
    return [atim, mtim];
  };
  const before = times("file");
  assert.equal(set("to-file", Fstflags.atim | Fstflags.mtim), "success");
  assert.deepEqual(times("to-file"), [111n, 222n]);
  assert.deepEqual(times("file"), before);
  assert.equal(set("to-file", Fstflags.mtim, 1), "success");
  assert.deepEqual(times("file"), [before[0], 222n]);
  assert.equal(set("to-dir/", Fstflags.atim), "success");
  assert.equal(times("dir")[0], 111n);
  assert.equal(set(".", Fstflags.mtim), "success");
  assert.equal(times(".")[1], 222n);
  assert.equal(set("file/", Fstflags.mtim), "notdir");
  assert.equal(set("missing", Fstflags.mtim), "noent");
  assert.equal(set("dangling", Fstflags.mtim, 1), "noent");
  for (const flags of [Fstflags.mtim | Fstflags.mtimNow, Fstflags.atim | Fstflags.atimNow, 32]) {
    assert.equal(set("file", flags), "inval");
  }
  assert.equal(times("file")[1], 222n);
});

test("each call has its right, and checks where its answer goes", () => {
  const guest = drive();
  const without = (rights: number) =>
    guest.opened(".", { rights: BigInt(DIRECTORY_RIGHTS & ~rights), inheriting: ALL_RIGHTS });
  assert.equal(guest.stat("file", { dir: without(Rights.pathFilestatGet) }), "notcapable");
  const dir = without(Rights.pathFilestatSetTimes);
  assert.equal(errnoName(guest.call("path_filestat_set_times", dir, 0, ...guest.put("file"), 0n, 0n, 4)), "notcapable");
  const end = guest.memory.buffer.byteLength;
  assert.equal(errnoName(guest.call("path_filestat_get", 3, 0, ...guest.put("file"), end - 63)), "fault");
});
