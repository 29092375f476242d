import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_RIGHTS, type DrivenGuest, driveGuest, errnoName } from "../driven-guest.fixture.ts";
import { Fstflags, Oflags } from "../flags.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { CHANGING_RIGHTS, Rights } from "../rights.ts";

/** The same tree twice: read-only at 3, to be written at 4. */
function drive() {
  const directory = createMemoryFileSystem({
    file: new TextEncoder().encode("content"),
    "dir/inner": new Uint8Array(1),
  });
  directory.symlink("file", "link");
  directory.createDirectory("empty");
  const guest = driveGuest(
    {
      preopens: [
        { path: "/", directory, readOnly: true },
        { path: "/rw", directory },
      ],
    },
    4,
  );
  return { guest, directory };
}

/** Every call that would change something beneath `dir`, which has `file`, `link` and `empty` in it. */
function changes(guest: DrivenGuest, dir: number): Record<string, string | number> {
  const times = (path: string, lookup: number) =>
    errnoName(guest.call("path_filestat_set_times", dir, lookup, ...guest.put(path), 0n, 0n, Fstflags.mtim));
  return {
    mkdir: guest.path("path_create_directory", "new", dir),
    rmdir: guest.path("path_remove_directory", "empty", dir),
    unlink: guest.path("path_unlink_file", "file", dir),
    "unlink a link": guest.path("path_unlink_file", "link", dir),
    rename: guest.rename("file", "new", dir),
    "rename out": guest.rename("file", "new", dir, 4),
    "rename in": guest.rename("file", "new", 4, dir),
    "link out": guest.link("file", "new", { dir, toDir: 4 }),
    "link in": guest.link("file", "new", { dir: 4, toDir: dir }),
    symlink: guest.symlink("file", "new", dir),
    "set times": times("file", 0),
    "set times through a link": times("link", 1),
    create: guest.open("new", { dir, oflags: Oflags.creat }),
    truncate: guest.open("file", { dir, oflags: Oflags.trunc }),
    "truncate through a link": guest.open("link", { dir, lookup: 1, oflags: Oflags.trunc }),
    "open to write": guest.open("file", { dir, rights: ALL_RIGHTS }),
    "open to write through a link": guest.open("link", { dir, lookup: 1, rights: ALL_RIGHTS }),
    "times of itself": errnoName(guest.call("fd_filestat_set_times", dir, 0n, 0n, Fstflags.mtim)),
  };
}

test("nothing can be changed beneath a read-only preopen", () => {
  const { guest, directory } = drive();
  const before = [...directory.list()];
  for (const [what, errno] of Object.entries(changes(guest, 3))) assert.equal(errno, "rofs", what);
  assert.deepEqual(directory.list(), before);
  assert.equal(new TextDecoder().decode(directory.readFile("file")), "content");
});

test("nor through what was opened beneath it", () => {
  const { guest, directory } = drive();
  // `.` is opened as a directory of its own, with every right asked for.
  const dir = guest.opened(".", { rights: ALL_RIGHTS & ~64n, inheriting: ALL_RIGHTS });
  for (const [what, errno] of Object.entries(changes(guest, dir))) assert.equal(errno, "rofs", what);
  const fd = guest.open("file", { rights: ALL_RIGHTS & ~BigInt(Rights.fdWrite) }) as number;
  assert.equal(guest.read(fd), "content");
  assert.equal(guest.write(fd, "x"), "rofs");
  const file = {
    fd_pwrite: guest.call("fd_pwrite", fd, ...guest.buffers(guest.put("x")), 0n, guest.result),
    fd_allocate: guest.call("fd_allocate", fd, 0n, 100n),
    fd_filestat_set_size: guest.call("fd_filestat_set_size", fd, 0n),
    fd_filestat_set_times: guest.call("fd_filestat_set_times", fd, 0n, 0n, Fstflags.mtim),
  };
  for (const [what, errno] of Object.entries(file)) assert.equal(errnoName(errno), "rofs", what);
  assert.equal(new TextDecoder().decode(directory.readFile("file")), "content");
});

test("its rights say so, and reading works as ever", () => {
  const { guest } = drive();
  guest.must("fd_fdstat_get", 3, guest.result);
  assert.equal(Number(guest.u64(guest.result + 8)) & CHANGING_RIGHTS, 0);
  assert.equal(Number(guest.u64(guest.result + 16)) & CHANGING_RIGHTS, 0);
  const sub = guest.opened("dir", { rights: ALL_RIGHTS & ~64n, inheriting: ALL_RIGHTS });
  assert.equal(guest.read(guest.open("inner", { dir: sub }) as number), "\0");
  assert.equal(typeof guest.open("link", { lookup: 1, oflags: Oflags.creat }), "number", "it is there already");
  assert.equal(typeof guest.stat("file"), "object");
});
