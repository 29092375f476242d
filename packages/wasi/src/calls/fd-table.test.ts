import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_DESCRIPTORS } from "../descriptors.ts";
import { driveGuest, errnoName } from "../driven-guest.fixture.ts";
import { Oflags } from "../flags.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";

function drive() {
  const directory = createMemoryFileSystem({ a: new Uint8Array(1), b: new Uint8Array(2) });
  return driveGuest({
    preopens: [
      { path: "/", directory },
      { path: "/größe", directory: createMemoryFileSystem() },
    ],
  });
}

test("preopened directories are found by counting up", () => {
  const guest = drive();
  const names: string[] = [];
  let fd = 3;
  for (; guest.call("fd_prestat_get", fd, guest.result) === 0; fd += 1) {
    assert.equal(guest.view.getUint8(guest.result), 0);
    const length = guest.u32(guest.result + 4);
    const at = guest.room(length);
    guest.must("fd_prestat_dir_name", fd, at, length);
    names.push(guest.text(at, length));
  }
  assert.deepEqual(names, ["/", "/größe"]);
  assert.equal(errnoName(guest.call("fd_prestat_get", fd, guest.result)), "badf");
  assert.equal(errnoName(guest.call("fd_prestat_get", 1, guest.result)), "badf");
  assert.equal(errnoName(guest.call("fd_prestat_dir_name", 1, 64, 10)), "badf");
  const sub = guest.opened(".", { rights: 0n });
  assert.equal(errnoName(guest.call("fd_prestat_get", sub, guest.result)), "badf");
});

test("a preopen's name needs its room, and takes no more", () => {
  const guest = drive();
  const at = guest.room(16);
  assert.equal(errnoName(guest.call("fd_prestat_dir_name", 4, at, 7)), "nametoolong");
  assert.equal(errnoName(guest.call("fd_prestat_dir_name", 4, at, 0)), "nametoolong");
  assert.deepEqual(guest.bytes.slice(at, at + 16), new Uint8Array(16));
  guest.bytes.fill(7, at, at + 16);
  guest.must("fd_prestat_dir_name", 4, at, 16);
  assert.equal(guest.text(at, 8), "/größe");
  assert.equal(guest.bytes[at + 8], 7);
});

test("closing: once, and then it is badf", () => {
  const guest = drive();
  const fd = guest.opened("a");
  guest.must("fd_close", fd);
  assert.equal(errnoName(guest.call("fd_close", fd)), "badf");
  guest.must("fd_close", 3);
  assert.equal(guest.open("a"), "badf");
  guest.must("fd_close", 1);
  assert.equal(guest.write(1, "x"), "badf");
  assert.equal(errnoName(guest.call("fd_close", -1)), "badf");
});

test("a new descriptor gets the lowest free number", () => {
  const guest = drive();
  assert.deepEqual([guest.opened("a"), guest.opened("a"), guest.opened("a")], [5, 6, 7]);
  guest.must("fd_close", 6);
  guest.must("fd_close", 5);
  assert.deepEqual([guest.opened("a"), guest.opened("a"), guest.opened("a")], [5, 6, 8]);
});

test("renumbering replaces what is open there, and only that", () => {
  const guest = drive();
  const a = guest.opened("a");
  const b = guest.opened("b");
  guest.must("fd_renumber", a, b);
  assert.equal(guest.fdStat(b).size, 1n);
  assert.equal(errnoName(guest.call("fd_filestat_get", a, guest.result)), "badf");
  assert.equal(errnoName(guest.call("fd_renumber", b, a)), "badf");
  assert.equal(errnoName(guest.call("fd_renumber", a, b)), "badf");
  assert.equal(errnoName(guest.call("fd_renumber", b, 500)), "badf");
  guest.must("fd_renumber", b, b);
  assert.equal(guest.fdStat(b).size, 1n);
  guest.must("fd_renumber", b, 3);
  assert.equal(guest.fdStat(3).size, 1n);
  assert.equal(errnoName(guest.call("fd_prestat_get", 3, guest.result)), "badf");
});

test("there is an end to how many can be open, and nothing is made beyond it", () => {
  const guest = driveGuest(
    { preopens: [{ path: "/", directory: createMemoryFileSystem({ a: new Uint8Array(1) }) }] },
    8,
  );
  let last = 0;
  for (;;) {
    const fd = guest.open("a", { rights: 2n });
    if (typeof fd === "string") {
      assert.equal(fd, "mfile");
      break;
    }
    last = fd;
  }
  assert.equal(last, MAX_DESCRIPTORS - 1);
  assert.equal(guest.open("new", { oflags: Oflags.creat, rights: 2n }), "mfile");
  assert.equal(guest.stat("new"), "noent");
  guest.must("fd_close", 700);
  assert.equal(guest.open("a", { rights: 2n }), 700);
});
