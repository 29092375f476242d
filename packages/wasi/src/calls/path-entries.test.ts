import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_RIGHTS, driveGuest, type GuestStat } from "../driven-guest.fixture.ts";
import { Filetype } from "../fs/file-system.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { DIRECTORY_RIGHTS, Rights } from "../rights.ts";

function drive() {
  const preopens = [
    { path: "/", directory: createMemoryFileSystem({ file: new Uint8Array(1) }) },
    { path: "/other", directory: createMemoryFileSystem() },
  ];
  const guest = driveGuest({ preopens }, 4);
  guest.path("path_create_directory", "dir");
  guest.symlink("dir", "to-dir");
  guest.symlink("file", "to-file");
  return guest;
}

const create = "path_create_directory";
const remove = "path_remove_directory";
const unlink = "path_unlink_file";

test("making directories", () => {
  const guest = drive();
  assert.equal(guest.path(create, "new"), "success");
  assert.equal((guest.stat("new") as GuestStat).filetype, Filetype.directory);
  assert.equal(guest.path(create, "new/inner/"), "success");
  assert.equal(guest.path(create, "to-dir/inner"), "success");
  assert.equal((guest.stat("dir/inner") as GuestStat).filetype, Filetype.directory);
  for (const [path, errno] of [
    ["new", "exist"],
    ["file", "exist"],
    ["to-dir", "exist"],
    [".", "exist"],
    ["dir/..", "exist"],
    ["missing/new", "noent"],
    ["file/new", "notdir"],
    ["../new", "perm"],
    ["/new", "perm"],
    ["", "noent"],
  ] as const) {
    assert.equal(guest.path(create, path), errno, path);
  }
});

test("removing directories", () => {
  const guest = drive();
  guest.path(create, "dir/inner");
  for (const [path, errno] of [
    ["dir", "notempty"],
    ["file", "notdir"],
    ["file/", "notdir"],
    ["to-dir", "notdir"],
    ["to-dir/", "notdir"],
    ["missing", "noent"],
    [".", "inval"],
    ["dir/.", "inval"],
    ["..", "perm"],
    ["dir/inner/", "success"],
    ["dir/", "success"],
  ] as const) {
    assert.equal(guest.path(remove, path), errno, path);
  }
  assert.equal(guest.stat("dir"), "noent");
});

test("a directory that was removed while open is empty, and nothing can be made in it", () => {
  const guest = drive();
  const dir = guest.opened("dir", { rights: BigInt(DIRECTORY_RIGHTS), inheriting: ALL_RIGHTS });
  assert.equal(guest.path(remove, "dir"), "success");
  assert.equal(guest.path(create, "inner", dir), "noent");
  assert.equal(guest.open("new", { dir, oflags: 1 }), "noent");
  assert.equal(guest.rename("file", "file", 3, dir), "noent");
  assert.equal(guest.fdStat(dir).nlink, 0n);
});

test("unlinking files and links", () => {
  const guest = drive();
  for (const [path, errno] of [
    ["dir", "isdir"],
    ["dir/", "isdir"],
    [".", "isdir"],
    ["dir/..", "isdir"],
    ["file/", "notdir"],
    ["to-dir/", "notdir"],
    ["missing", "noent"],
    ["missing/", "noent"],
    ["to-dir", "success"],
    ["to-file", "success"],
    ["file", "success"],
    ["file", "noent"],
  ] as const) {
    assert.equal(guest.path(unlink, path), errno, path);
  }
  assert.equal((guest.stat("dir") as GuestStat).filetype, Filetype.directory);
});

test("renaming, and what is replaced", () => {
  const guest = drive();
  guest.path(create, "full");
  guest.file("full/inner", "x");
  guest.path(create, "empty");
  for (const [from, to, errno] of [
    ["missing", "x", "noent"],
    ["dir", "full", "notempty"],
    ["dir", "full/inner", "notdir"],
    ["file", "dir", "isdir"],
    ["file", "x/", "notdir"],
    ["file/", "x", "notdir"],
    ["to-dir/", "x", "notdir"],
    ["dir", "dir/inner", "inval"],
    ["dir", "dir", "success"],
    [".", "x", "busy"],
    ["dir", ".", "busy"],
    ["dir", "../x", "perm"],
    ["dir", "empty", "success"],
    ["empty/", "moved", "success"],
    ["moved", "again/", "success"],
    ["file", "full/inner", "success"],
    ["to-file", "to-dir", "success"],
  ] as const) {
    assert.equal(guest.rename(from, to), errno, `${from} to ${to}`);
  }
  assert.equal(guest.stat("file"), "noent");
  assert.equal((guest.stat("full/inner") as GuestStat).size, 1n);
  assert.equal((guest.stat("to-dir") as GuestStat).filetype, Filetype.symbolicLink);
  assert.equal(guest.rename("full", "x", 3, 4), "xdev");
});

test("a directory that moved has its new parent's links", () => {
  const guest = drive();
  guest.path(create, "to");
  const links = (path: string) => (guest.stat(path) as GuestStat).nlink;
  assert.deepEqual([links("."), links("to")], [4n, 2n]);
  assert.equal(guest.rename("dir", "to/dir"), "success");
  assert.deepEqual([links("."), links("to")], [3n, 3n]);
  assert.equal(guest.rename("to", "to/dir/deep"), "inval");
  assert.equal(guest.path(remove, "to/dir"), "success");
  assert.deepEqual([links("."), links("to")], [3n, 2n]);
});

test("each call has its right", () => {
  const guest = drive();
  const without = (rights: number) => {
    const fd = guest.opened(".", { rights: BigInt(DIRECTORY_RIGHTS & ~rights), inheriting: ALL_RIGHTS });
    return fd;
  };
  assert.equal(guest.path(create, "new", without(Rights.pathCreateDirectory)), "notcapable");
  assert.equal(guest.path(remove, "dir", without(Rights.pathRemoveDirectory)), "notcapable");
  assert.equal(guest.path(unlink, "file", without(Rights.pathUnlinkFile)), "notcapable");
  assert.equal(guest.rename("file", "x", without(Rights.pathRenameSource), 3), "notcapable");
  assert.equal(guest.rename("file", "x", 3, without(Rights.pathRenameTarget)), "notcapable");
  assert.equal(guest.path(create, "new", 0), "notdir");
  assert.equal(guest.path(create, "new", 42), "badf");
  assert.equal((guest.stat("file") as GuestStat).size, 1n);
});
