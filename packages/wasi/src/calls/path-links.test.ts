import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_RIGHTS, type DrivenGuest, driveGuest, errnoName, type GuestStat } from "../driven-guest.fixture.ts";
import { Filetype, type FsDirectory } from "../fs/file-system.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { DIRECTORY_RIGHTS, Rights } from "../rights.ts";

function drive(directory: FsDirectory = createMemoryFileSystem({ file: new Uint8Array(3) })) {
  const guest = driveGuest(
    {
      preopens: [
        { path: "/", directory },
        { path: "/other", directory: createMemoryFileSystem() },
      ],
    },
    4,
  );
  guest.path("path_create_directory", "dir");
  return guest;
}

function readlink(guest: DrivenGuest, path: string, size = 100, dir = 3): string {
  const at = guest.room(size);
  const errno = guest.call("path_readlink", dir, ...guest.put(path), at, size, guest.result);
  return errno === 0 ? `=${guest.text(at, guest.u32())}` : errnoName(errno);
}

test("a hard link is the same file", () => {
  const guest = drive();
  assert.equal(guest.link("file", "dir/link"), "success");
  assert.deepEqual(guest.stat("dir/link"), guest.stat("file"));
  assert.equal((guest.stat("file") as GuestStat).nlink, 2n);
  const fd = guest.opened("dir/link");
  assert.equal(guest.path("path_unlink_file", "file"), "success");
  assert.equal(guest.path("path_unlink_file", "dir/link"), "success");
  assert.equal(guest.fdStat(fd).nlink, 0n);
  guest.write(fd, "alive");
  guest.must("fd_seek", fd, 0n, 0, guest.result);
  assert.equal(guest.read(fd), "alive");
});

test("where hard links cannot be made", () => {
  const guest = drive();
  guest.symlink("target", "symlink");
  for (const [from, to, errno] of [
    ["file", "file", "exist"],
    ["file", "dir", "exist"],
    ["file", "symlink", "exist"],
    ["file", ".", "exist"],
    ["file", "new/", "noent"],
    ["file", "dir/", "exist"],
    ["file", "file/", "notdir"],
    ["file/", "new", "notdir"],
    ["file", "missing/new", "noent"],
    ["missing", "new", "noent"],
    ["dir", "new", "perm"],
    ["dir/", "new", "perm"],
    [".", "new", "perm"],
    ["file", "../new", "perm"],
    ["/file", "new", "perm"],
  ] as const) {
    assert.equal(guest.link(from, to), errno, `${from} to ${to}`);
  }
  assert.equal(guest.link("file", "new", { toDir: 4 }), "xdev");
  assert.equal(guest.link("file", "new", { lookup: 2 }), "inval");
  assert.equal(guest.stat("new"), "noent");
});

test("a hard link to a symbolic link, or through it", () => {
  const guest = drive();
  guest.symlink("file", "symlink");
  guest.symlink("nowhere", "dangling");
  assert.equal(guest.link("symlink", "link"), "success");
  assert.equal((guest.stat("link") as GuestStat).filetype, Filetype.symbolicLink);
  assert.equal(guest.link("dangling", "link2"), "success");
  assert.equal(guest.link("symlink", "through", { lookup: 1 }), "success");
  assert.equal((guest.stat("through") as GuestStat).filetype, Filetype.regularFile);
  assert.equal(guest.link("dangling", "link3", { lookup: 1 }), "noent");
});

test("symbolic links hold any relative path; absolute ones cannot be made", () => {
  const guest = drive();
  assert.equal(guest.symlink("anything/at/../all", "link"), "success");
  assert.equal((guest.stat("link") as GuestStat).size, 18n);
  assert.equal(readlink(guest, "link"), "=anything/at/../all");
  for (const [target, path, errno] of [
    ["/", "new", "perm"],
    ["/etc/passwd", "new", "perm"],
    ["", "new", "noent"],
    ["x", "link", "exist"],
    ["x", "dir", "exist"],
    ["x", "dir/", "exist"],
    ["x", "file/", "notdir"],
    ["x", "new/", "noent"],
    ["x", ".", "exist"],
    ["x", "../new", "perm"],
    ["x\0", "new", "inval"],
  ] as const) {
    assert.equal(guest.symlink(target, path), errno, `${target} at ${path}`);
  }
  assert.equal(guest.stat("new"), "noent");
});

test("reading a link cuts off what does not fit, and touches nothing else", () => {
  const guest = drive();
  guest.symlink("target", "link");
  const at = guest.room(16);
  guest.bytes.fill(7, at, at + 16);
  guest.must("path_readlink", 3, ...guest.put("link"), at, 10, guest.result);
  assert.equal(guest.u32(), 6);
  assert.deepEqual([...guest.bytes.slice(at + 6, at + 16)], Array(10).fill(7));
  assert.equal(readlink(guest, "link", 4), "=targ");
  assert.equal(readlink(guest, "link", 0), "=");
  assert.equal(readlink(guest, "file"), "inval");
  assert.equal(readlink(guest, "dir"), "inval");
  assert.equal(readlink(guest, "."), "inval");
  assert.equal(readlink(guest, "missing"), "noent");
  const far = guest.memory.buffer.byteLength;
  assert.equal(errnoName(guest.call("path_readlink", 3, ...guest.put("link"), far - 3, 6, guest.result)), "fault");
});

test("links do not lead out, whatever they hold", () => {
  const directory = createMemoryFileSystem({ "in/file": new Uint8Array(1), secret: new Uint8Array(1) });
  // As a host's folder may have them, where others than guests make links.
  directory.openDirectory("in").symlink("/secret", "absolute");
  directory.openDirectory("in").symlink("../secret", "above");
  directory.openDirectory("in").symlink("above", "twice");
  directory.openDirectory("in").symlink("..", "up");
  const guest = drive(directory);
  const dir = guest.opened("in", { rights: BigInt(DIRECTORY_RIGHTS), inheriting: ALL_RIGHTS });
  const follow = { lookup: 1, dir };
  for (const name of ["absolute", "above", "twice", "up", "up/secret", "absolute/x", "twice/x"]) {
    assert.equal(guest.open(name, follow), "perm", name);
    assert.equal(guest.open(name, { ...follow, oflags: 1 }), "perm", name);
    assert.equal(guest.stat(name, follow), "perm", name);
    assert.equal(guest.link(name, "new", { lookup: 1, dir, toDir: dir }), "perm", name);
  }
  assert.equal(guest.path("path_create_directory", "up/new", dir), "perm");
  assert.equal(guest.path("path_unlink_file", "up/secret", dir), "perm");
  assert.equal(guest.rename("up/secret", "mine", dir), "perm");
  assert.equal(guest.rename("file", "up/file", dir), "perm");
  assert.equal(readlink(guest, "absolute", 100, dir), "perm");
  assert.equal(readlink(guest, "above", 100, dir), "=../secret");
  // From above, what stays inside may be followed.
  assert.equal(typeof guest.open("in/twice", { lookup: 1 }), "number");
});

test("loops end, and so do chains that are too long", () => {
  const guest = drive();
  guest.symlink("b", "a");
  guest.symlink("a", "b");
  guest.symlink("me/x", "me");
  for (const path of ["a", "b", "me", "me/x", "a/x"]) assert.equal(guest.open(path, { lookup: 1 }), "loop", path);
  guest.symlink("file", "chain1");
  for (let index = 1; index < 42; index += 1) guest.symlink(`chain${index}`, `chain${index + 1}`);
  assert.equal(typeof guest.open("chain40", { lookup: 1 }), "number");
  assert.equal(guest.open("chain41", { lookup: 1 }), "loop");
});

test("a link's trailing slash means a directory", () => {
  const guest = drive();
  guest.symlink("file/", "to-file");
  guest.symlink("dir/", "to-dir");
  assert.equal(guest.open("to-file", { lookup: 1 }), "notdir");
  assert.equal(typeof guest.open("to-dir", { lookup: 1 }), "number");
});

test("each call has its right", () => {
  const guest = drive();
  guest.symlink("file", "link");
  const without = (rights: number) =>
    guest.opened(".", { rights: BigInt(DIRECTORY_RIGHTS & ~rights), inheriting: ALL_RIGHTS });
  assert.equal(guest.link("file", "x", { dir: without(Rights.pathLinkSource) }), "notcapable");
  assert.equal(guest.link("file", "x", { toDir: without(Rights.pathLinkTarget) }), "notcapable");
  assert.equal(guest.symlink("file", "x", without(Rights.pathSymlink)), "notcapable");
  assert.equal(readlink(guest, "link", 10, without(Rights.pathReadlink)), "notcapable");
  assert.equal(readlink(guest, "link", 10, 0), "notdir");
});
