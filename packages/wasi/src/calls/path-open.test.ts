import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_RIGHTS, type DrivenGuest, driveGuest, type GuestStat } from "../driven-guest.fixture.ts";
import { Fdflags, Lookupflags, Oflags } from "../flags.ts";
import type { OpenFileOptions } from "../fs/file-system.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { DIRECTORY_RIGHTS, INHERITING_RIGHTS, Rights } from "../rights.ts";

const FOLLOW = { lookup: Lookupflags.symlinkFollow };

function drive() {
  const directory = createMemoryFileSystem({
    file: new TextEncoder().encode("content"),
    "dir/nested/file": new TextEncoder().encode("nested"),
  });
  return driveGuest({ preopens: [{ path: "/", directory }] }, 4);
}

function contentOf(guest: DrivenGuest, path: string): string {
  return guest.read(guest.opened(path));
}

test("paths may go up and down as long as they stay inside", () => {
  const guest = drive();
  assert.equal(contentOf(guest, "dir/.//nested/../../dir/nested/../nested///./file"), "nested");
  assert.equal(contentOf(guest, "./file"), "content");
  assert.equal(typeof guest.open("dir/nested/"), "number");
  assert.equal(typeof guest.open("dir/nested///"), "number");
  assert.equal(typeof guest.open("."), "number");
  assert.equal(typeof guest.open("dir/.."), "number");
});

test("paths that are no paths, or lead nowhere or out", () => {
  const guest = drive();
  for (const [path, errno] of [
    ["", "noent"],
    ["missing", "noent"],
    ["missing/file", "noent"],
    ["/", "perm"],
    ["/file", "perm"],
    ["..", "perm"],
    ["../file", "perm"],
    ["dir/../..", "perm"],
    ["dir/nested/../../../dir/nested/file", "perm"],
    ["file\0", "inval"],
    ["file/", "notdir"],
    ["file///", "notdir"],
    ["file/.", "notdir"],
    ["file/..", "notdir"],
    ["file/x", "notdir"],
    ["a".repeat(256), "nametoolong"],
    ["ö".repeat(128), "nametoolong"],
    ["a/".repeat(2049), "nametoolong"],
  ] as const) {
    assert.equal(guest.open(path), errno, path);
    assert.equal(guest.open(path, FOLLOW), errno, path);
  }
  assert.equal(guest.open("ö".repeat(127)), "noent");
});

test("a descriptor's directory is as far up as it goes", () => {
  const guest = drive();
  const dir = guest.opened("dir", { rights: ALL_RIGHTS & ~64n, inheriting: ALL_RIGHTS });
  assert.equal(guest.open("../file", { dir }), "perm");
  assert.equal(guest.open("nested/../../file", { dir }), "perm");
  assert.equal(typeof guest.open("nested/../nested/file", { dir }), "number");
});

test("creating", () => {
  const guest = drive();
  assert.equal(guest.open("new"), "noent");
  assert.equal(typeof guest.open("new", { oflags: Oflags.creat }), "number");
  assert.equal(typeof guest.open("new", { oflags: Oflags.creat }), "number");
  assert.equal(guest.open("new", { oflags: Oflags.creat | Oflags.excl }), "exist");
  assert.equal(typeof guest.open("new2", { oflags: Oflags.creat | Oflags.excl }), "number");
  assert.equal(guest.open("dir", { oflags: Oflags.creat | Oflags.excl }), "exist");
  assert.equal(guest.open(".", { oflags: Oflags.creat | Oflags.excl }), "exist");
  assert.equal(guest.open("dir", { oflags: Oflags.creat }), "isdir");
  assert.equal(guest.open("new3/", { oflags: Oflags.creat }), "isdir");
  assert.equal(guest.open("missing/new", { oflags: Oflags.creat }), "noent");
  assert.equal(guest.open("file/new", { oflags: Oflags.creat }), "notdir");
  assert.equal(contentOf(guest, "file"), "content");
});

test("flags that contradict each other or mean nothing", () => {
  const guest = drive();
  assert.equal(guest.open("new", { oflags: Oflags.creat | Oflags.directory }), "inval");
  assert.equal(guest.open("dir", { oflags: Oflags.trunc | Oflags.directory }), "inval");
  assert.equal(guest.open("file", { oflags: 16 }), "inval");
  assert.equal(guest.open("file", { fdflags: 32 }), "inval");
  assert.equal(guest.open("file", { lookup: 2 }), "inval");
  assert.equal(guest.stat("new"), "noent");
});

test("directories: asked for, taken for files, written", () => {
  const guest = drive();
  assert.equal(guest.open("file", { oflags: Oflags.directory }), "notdir");
  assert.equal(typeof guest.open("dir", { oflags: Oflags.directory }), "number");
  assert.equal(guest.open("dir", { rights: BigInt(Rights.fdRead | Rights.fdWrite) }), "isdir");
  assert.equal(guest.open(".", { rights: BigInt(Rights.fdWrite), oflags: Oflags.directory }), "isdir");
  assert.equal(guest.open("dir", { oflags: Oflags.trunc }), "isdir");
  assert.equal(typeof guest.open("dir", { rights: BigInt(Rights.fdRead) }), "number");
  assert.equal(typeof guest.open(".", { fdflags: Fdflags.nonblock }), "number");
});

test("a directory is opened with the rights that apply to one, and the same again through itself", () => {
  const guest = drive();
  const fd = guest.opened(".", { rights: BigInt(DIRECTORY_RIGHTS), inheriting: ALL_RIGHTS });
  guest.must("fd_fdstat_get", fd, guest.result);
  assert.equal(guest.u64(guest.result + 8), BigInt(DIRECTORY_RIGHTS));
  assert.equal(guest.u64(guest.result + 16), BigInt(INHERITING_RIGHTS));
  const seeking = guest.opened("dir", { rights: BigInt(Rights.fdSeek) });
  guest.must("fd_fdstat_get", seeking, guest.result);
  assert.equal(guest.u64(guest.result + 8), 0n);
});

test("truncating, even through a descriptor that cannot write", () => {
  const guest = drive();
  const fd = guest.opened("file", { oflags: Oflags.trunc, rights: BigInt(Rights.fdRead) });
  assert.equal(guest.read(fd), "");
  assert.equal(guest.write(fd, "x"), "notcapable");
});

test("creating and truncating need rights of the directory", () => {
  const guest = drive();
  const without = (rights: number) =>
    guest.opened(".", { rights: BigInt(DIRECTORY_RIGHTS & ~rights), inheriting: ALL_RIGHTS });
  assert.equal(guest.open("new", { dir: without(Rights.pathCreateFile), oflags: Oflags.creat }), "notcapable");
  assert.equal(guest.open("file", { dir: without(Rights.pathFilestatSetSize), oflags: Oflags.trunc }), "notcapable");
  assert.equal(guest.open("file", { dir: without(Rights.pathOpen) }), "notcapable");
  const noSync = guest.opened(".", {
    rights: BigInt(DIRECTORY_RIGHTS),
    inheriting: BigInt(INHERITING_RIGHTS & ~Rights.fdSync),
  });
  assert.equal(guest.open("file", { dir: noSync, fdflags: Fdflags.sync, rights: 0n }), "notcapable");
  assert.equal(typeof guest.open("file", { dir: noSync, fdflags: Fdflags.dsync, rights: 0n }), "number");
  assert.equal(contentOf(guest, "file"), "content");
});

test("a file is no directory to open from", () => {
  const guest = drive();
  assert.equal(guest.open("x", { dir: guest.opened("file") }), "notdir");
  assert.equal(guest.open("x", { dir: 0 }), "notdir");
  assert.equal(guest.open("x", { dir: 42 }), "badf");
});

test("symbolic links are followed when asked", () => {
  const guest = drive();
  guest.symlink("file", "to-file");
  guest.symlink("dir", "to-dir");
  guest.symlink("nowhere", "dangling");
  guest.symlink("self", "self");
  for (const name of ["to-file", "to-dir", "dangling", "self"]) {
    assert.equal(guest.open(name), "loop", name);
    assert.equal(guest.open(name, { oflags: Oflags.directory }), "loop", name);
  }
  assert.equal(contentOf(guest, "to-dir/nested/file"), "nested", "on the way they always are");
  assert.equal(guest.read(guest.opened("to-file", FOLLOW)), "content");
  assert.equal(guest.open("to-file", { ...FOLLOW, oflags: Oflags.directory }), "notdir");
  assert.equal(typeof guest.open("to-dir", { ...FOLLOW, oflags: Oflags.directory }), "number");
  assert.equal(typeof guest.open("to-dir/"), "number", "and where a slash asks for a directory");
  assert.equal(guest.open("to-file/"), "notdir");
  assert.equal(guest.open("dangling", FOLLOW), "noent");
  assert.equal(guest.open("self", FOLLOW), "loop");
});

test("creating through a dangling link makes what it points to; exclusively, it is in the way", () => {
  const guest = drive();
  guest.symlink("dir/made", "dangling");
  assert.equal(guest.open("dangling", { ...FOLLOW, oflags: Oflags.creat | Oflags.excl }), "exist");
  assert.equal(guest.stat("dir/made"), "noent");
  assert.equal(typeof guest.open("dangling", { ...FOLLOW, oflags: Oflags.creat }), "number");
  assert.equal((guest.stat("dir/made") as GuestStat).size, 0n);
});

test("the result pointer is checked before anything is made", () => {
  const guest = drive();
  const end = guest.memory.buffer.byteLength;
  assert.equal(guest.call("path_open", 3, 0, ...guest.put("new"), Oflags.creat, ALL_RIGHTS, 0n, 0, end - 3), 21);
  assert.equal(guest.stat("new"), "noent");
  assert.equal(guest.opened("file"), 4, "and no descriptor is lost");
});

test("what the file system is asked for", () => {
  const directory = createMemoryFileSystem({ file: new Uint8Array(1) });
  const asked: OpenFileOptions[] = [];
  const openFile = directory.openFile.bind(directory);
  directory.openFile = (name, options) => {
    asked.push(options);
    return openFile(name, options);
  };
  const guest = driveGuest({ preopens: [{ path: "/", directory }] });
  const plain = { read: true, write: false, create: false, exclusive: false, truncate: false, sync: "none" } as const;
  const cases: [Parameters<DrivenGuest["open"]>[1], OpenFileOptions][] = [
    [{ rights: BigInt(Rights.fdRead) }, plain],
    [{ rights: 0n }, plain],
    [{ rights: BigInt(Rights.fdWrite) }, { ...plain, read: false, write: true }],
    [{ rights: BigInt(Rights.fdRead | Rights.fdWrite) }, { ...plain, write: true }],
    [{ rights: BigInt(Rights.fdAllocate) }, { ...plain, read: false, write: true }],
    [
      { rights: BigInt(Rights.fdRead), oflags: Oflags.trunc | Oflags.creat },
      { ...plain, write: true, truncate: true, create: true },
    ],
    [{ rights: BigInt(Rights.fdRead), oflags: Oflags.excl }, plain],
    [
      { rights: BigInt(Rights.fdRead), fdflags: Fdflags.sync },
      { ...plain, sync: "all" },
    ],
    [
      { rights: BigInt(Rights.fdRead), fdflags: Fdflags.rsync },
      { ...plain, sync: "all" },
    ],
    [
      { rights: BigInt(Rights.fdRead), fdflags: Fdflags.dsync },
      { ...plain, sync: "data" },
    ],
  ];
  for (const [options, expected] of cases) {
    guest.opened("file", options);
    assert.deepEqual(asked.pop(), expected);
  }
});
