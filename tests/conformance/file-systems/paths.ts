/** What a guest must be told of paths: looking up, making, linking, renaming and removing. */
import assert from "node:assert/strict";
import { Filetype } from "@sandpiper/wasi";
import { errnoName, type GuestStat } from "../../../packages/wasi/src/driven-guest.fixture.ts";
import { FD_READ, FD_WRITE, Fdflags, FOLLOW, type GuestTest, Oflags } from "./guest-test.ts";

export function testPaths(guestTest: GuestTest): void {
  guestTest("opens what is there, as it asks for it", (guest) => {
    guest.file("file", "content");
    guest.path("path_create_directory", "dir");
    guest.path("path_create_directory", "dir/nested");
    guest.file("dir/nested/file");
    const { creat, directory, excl, trunc } = Oflags;
    for (const [path, oflags, outcome] of [
      ["missing", 0, "noent"],
      ["missing", directory, "noent"],
      ["missing/x", creat, "noent"],
      ["file", creat | excl, "exist"],
      ["dir", creat | excl, "exist"],
      ["file", directory, "notdir"],
      ["file/x", creat, "notdir"],
      ["file/", 0, "notdir"],
      ["file///", 0, "notdir"],
      ["dir/nested/file", 0, "opens"],
      ["dir/.//nested/../../dir/nested/../nested///./file", 0, "opens"],
      ["dir/nested/", 0, "opens"],
      ["dir/nested///", 0, "opens"],
      [".", 0, "opens"],
      ["dir/..", directory, "opens"],
      ["/file", 0, "perm"],
      ["/", 0, "perm"],
      ["..", 0, "perm"],
      ["dir/nested/../../../x/dir/nested/file", 0, "perm"],
      ["file\0", 0, "inval"],
      ["", 0, "noent"],
      ["file", trunc, "opens"],
    ] as const) {
      const opened = guest.open(path, { oflags, rights: 0n });
      assert.equal(typeof opened === "number" ? "opens" : opened, outcome, JSON.stringify(path));
    }
    assert.equal((guest.stat("file") as GuestStat).size, 0n);
    assert.equal(guest.open(".", { oflags: directory, rights: FD_READ | FD_WRITE }), "isdir");
    assert.equal(typeof guest.open(".", { fdflags: Fdflags.nonblock, rights: 0n }), "number");
    const file = guest.opened("file");
    assert.equal(guest.open("x", { dir: file, oflags: creat }), "notdir");
  });

  guestTest("follows links only where it asks to, and never out", (guest) => {
    guest.path("path_create_directory", "dir");
    guest.file("file");
    for (const [target, link] of [
      ["dir", "to-dir"],
      ["file", "to-file"],
      ["gone", "dangling"],
      ["loop", "loop"],
      ["../..", "up"],
      ["dir/../../x", "up-later"],
      ["to-dir", "to-to-dir"],
    ] as const) {
      assert.equal(guest.symlink(target, link), "success");
    }
    const { creat, directory } = Oflags;
    for (const [path, lookup, oflags, outcome] of [
      ["to-dir", 0, 0, "loop"],
      ["to-dir", 0, directory, "loop"],
      ["to-dir", FOLLOW, directory, "opens"],
      ["to-to-dir", FOLLOW, directory, "opens"],
      ["to-file", 0, 0, "loop"],
      ["to-file", 0, directory, "loop"],
      ["to-file", FOLLOW, 0, "opens"],
      ["to-file", FOLLOW, directory, "notdir"],
      ["dangling", 0, 0, "loop"],
      ["dangling", 0, directory, "loop"],
      ["dangling", FOLLOW, 0, "noent"],
      ["loop", 0, 0, "loop"],
      ["loop", FOLLOW, 0, "loop"],
      ["loop/x", 0, 0, "loop"],
      ["up", FOLLOW, 0, "perm"],
      ["up/x", 0, 0, "perm"],
      ["up-later", FOLLOW, 0, "perm"],
      ["to-dir/../file", 0, 0, "opens"],
      ["to-dir/new", 0, creat, "opens"],
    ] as const) {
      const opened = guest.open(path, { lookup, oflags, rights: 0n });
      assert.equal(typeof opened === "number" ? "opens" : opened, outcome, `${path} ${lookup} ${oflags}`);
    }
    assert.equal((guest.stat("dir/new") as GuestStat).filetype, Filetype.regularFile);
    assert.notEqual(guest.symlink("/", "absolute"), "success");
    assert.equal(guest.stat("absolute"), "noent");
    assert.equal((guest.stat("to-dir") as GuestStat).filetype, Filetype.symbolicLink);
    assert.equal((guest.stat("to-dir", { lookup: FOLLOW }) as GuestStat).filetype, Filetype.directory);
    assert.equal(guest.stat("dangling", { lookup: FOLLOW }), "noent");
  });

  guestTest("makes links where nothing is", (guest) => {
    guest.file("file");
    guest.path("path_create_directory", "dir");
    assert.equal(guest.symlink("gone", "link/"), "noent");
    assert.equal(guest.symlink("gone", "dir"), "exist");
    assert.equal(guest.symlink("gone", "dir/"), "exist");
    assert.equal(guest.symlink("gone", "file"), "exist");
    assert.ok(["notdir", "exist"].includes(guest.symlink("gone", "file/")));
    assert.equal(guest.symlink("gone", "link"), "success");

    assert.equal(guest.link("file", "dir/hard"), "success");
    assert.deepEqual(guest.stat("dir/hard"), guest.stat("file"));
    assert.equal((guest.stat("file") as GuestStat).nlink, 2n);
    assert.equal(guest.link("file", "file"), "exist");
    assert.equal(guest.link("file", "dir"), "exist");
    assert.equal(guest.link("file", "link"), "exist");
    assert.equal(guest.link("file", "new/"), "noent");
    assert.equal(guest.link("dir", "new"), "perm");
    assert.equal(guest.link("gone", "new"), "noent");
    assert.equal(guest.link("link", "also"), "success");
    assert.equal((guest.stat("also") as GuestStat).filetype, Filetype.symbolicLink);
    assert.ok(["inval", "noent"].includes(guest.link("link", "new", { lookup: FOLLOW })));
  });

  guestTest("reads a link, as far as there is room", (guest) => {
    guest.symlink("target", "link");
    const at = guest.room(16);
    guest.must("path_readlink", 3, ...guest.put("link"), at, 10, guest.result);
    assert.equal(guest.text(at, 10), "target\0\0\0\0");
    assert.equal(guest.u32(), 6);
    guest.must("path_readlink", 3, ...guest.put("link"), at, 4, guest.result);
    assert.equal(guest.u32(), 4);
    guest.file("file");
    const outcome = guest.call("path_readlink", 3, ...guest.put("file"), at, 4, guest.result);
    assert.equal(errnoName(outcome), "inval");
  });

  guestTest("removes what is named, and only if it is of the kind", (guest) => {
    guest.path("path_create_directory", "dir");
    guest.path("path_create_directory", "dir/nested");
    guest.file("file");
    guest.symlink("dir", "link");
    for (const [call, path, outcome] of [
      ["path_unlink_file", "dir", "isdir"],
      ["path_unlink_file", "dir/", "isdir"],
      ["path_unlink_file", "file/", "notdir"],
      ["path_unlink_file", "gone", "noent"],
      ["path_remove_directory", "file", "notdir"],
      ["path_remove_directory", "file/", "notdir"],
      ["path_remove_directory", "link", "notdir"],
      ["path_remove_directory", "gone", "noent"],
      ["path_remove_directory", "dir", "notempty"],
      ["path_remove_directory", "dir/nested/", "success"],
      ["path_remove_directory", "dir", "success"],
      ["path_unlink_file", "link", "success"],
      ["path_unlink_file", "file", "success"],
      ["path_create_directory", "file", "success"],
      ["path_create_directory", "file", "exist"],
      ["path_create_directory", "gone/x", "noent"],
    ] as const) {
      assert.equal(guest.path(call, path), outcome, `${call} ${path}`);
    }
  });

  guestTest("renames as POSIX does", (guest) => {
    for (const path of ["a", "b", "full"]) guest.path("path_create_directory", path);
    for (const path of ["full/file", "file", "other"]) guest.file(path, path);
    for (const [from, to, outcome] of [
      ["gone", "x", "noent"],
      ["a", "full", "notempty"],
      ["a", "full/file", "notdir"],
      ["file", "b", "isdir"],
      ["a", "a/x", "inval"],
      ["a", "c", "success"],
      ["c", "b", "success"],
      ["b/", "a", "success"],
      ["a", "b/", "success"],
      ["b/", "a/", "success"],
      ["file/", "x", "notdir"],
      ["file", "other", "success"],
      ["other", "file", "success"],
      ["file", "file", "success"],
    ] as const) {
      assert.equal(guest.rename(from, to), outcome, `${from} to ${to}`);
    }
    assert.equal(guest.stat("c"), "noent");
    assert.equal(guest.stat("other"), "noent");
    assert.equal((guest.stat("a") as GuestStat).filetype, Filetype.directory);
    assert.equal(guest.read(guest.opened("file")), "file");
  });
}
