/** A guest on a real folder that does its best to get out, alone and with help from the host. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { createHostDirectory } from "@sandpiper/wasi/node";
import { type DrivenGuest, driveGuest } from "../../packages/wasi/src/driven-guest.fixture.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FOLLOW = 1;
const CREAT = 1;
const linuxOnly = { skip: process.platform === "linux" ? false : "needs /proc" };

function layOut(): { base: string; guest: DrivenGuest } {
  const base = temporaryFolder({
    "inside/file": "public",
    "inside/sub/deep/file": "public",
    "outside/file": "SECRET",
    "outside/deep/file": "SECRET",
  });
  const preopens = [{ path: "/", directory: createHostDirectory(join(base, "inside")) }];
  return { base, guest: driveGuest({ preopens }, 256) };
}

/** What the guest reads there, or the errno. */
function attempt(guest: DrivenGuest, path: string, dir = 3): string {
  const fd = guest.open(path, { dir, lookup: FOLLOW });
  if (typeof fd === "string") return fd;
  const text = guest.read(fd, 16);
  guest.must("fd_close", fd);
  return text;
}

test("no path and no link leads out", () => {
  const { base, guest } = layOut();
  symlinkSync("../outside/file", join(base, "inside/relative"));
  symlinkSync(join(base, "outside/file"), join(base, "inside/absolute"));
  symlinkSync("sub/deep/../../../outside", join(base, "inside/sideways"));
  symlinkSync("..", join(base, "inside/sub/parent"));
  symlinkSync("/proc/self/root", join(base, "inside/magic"));
  symlinkSync("/proc/self/cwd", join(base, "inside/cwd"));
  for (const path of [
    "../outside/file",
    "sub/../../outside/file",
    "sub/deep/../../../outside/file",
    join(base, "outside/file"),
    `/${"../".repeat(40)}${base}/outside/file`,
    "relative",
    "absolute",
    "sideways/file",
    "sub/parent/../outside/file",
    "sub/parent/../../outside/file",
    `magic${base}/outside/file`,
    "cwd/package.json",
    "..\\outside\\file",
  ]) {
    const outcome = attempt(guest, path);
    assert.ok(["perm", "notcapable", "noent"].includes(outcome), `${path}: ${outcome}`);
  }
  assert.equal(attempt(guest, "sub/parent/file"), "public");
  for (const path of ["relative", "absolute", "sideways/new", "../new", "sub/../../new"]) {
    const fd = guest.open(path, { lookup: FOLLOW, oflags: CREAT });
    assert.equal(typeof fd, "string", path);
  }
  assert.notEqual(guest.rename("file", "../file"), "success");
  assert.notEqual(guest.link("file", "../file"), "success");
  assert.notEqual(guest.rename("../outside/file", "stolen"), "success");
  assert.notEqual(guest.link("../outside/file", "stolen"), "success");
  assert.notEqual(guest.link("relative", "stolen", { lookup: FOLLOW }), "success");
  assert.equal(readFileSync(join(base, "outside/file"), "utf8"), "SECRET");
  guest.wasi.close();
});

test("a link the guest made itself does not help it, nor one it moves", () => {
  const { guest } = layOut();
  guest.symlink("..", "sub/deep/up");
  assert.equal(attempt(guest, "sub/deep/up/deep/file"), "public");
  assert.equal(guest.rename("sub/deep/up", "up"), "success");
  assert.ok(["perm", "notcapable"].includes(attempt(guest, "up/outside/file")));
  guest.symlink("../../outside", "sub/deep/out");
  assert.equal(guest.rename("sub/deep", "deep"), "success");
  assert.ok(["perm", "notcapable"].includes(attempt(guest, "deep/out/file")));
  guest.wasi.close();
});

test("a directory moved out of the tree while the guest holds it is no way up", linuxOnly, () => {
  const { base, guest } = layOut();
  const deep = guest.opened("sub/deep", { rights: (1n << 30n) - 1n - (1n << 6n), inheriting: (1n << 30n) - 1n });
  mkdirSync(join(base, "outside/jail"));
  renameSync(join(base, "inside/sub/deep"), join(base, "outside/jail/deep"));
  assert.equal(attempt(guest, "file", deep), "public");
  for (const path of ["..", "../file", "../../file", "../../../outside/file", "x/../../../file"]) {
    const outcome = attempt(guest, path, deep);
    assert.ok(["perm", "notcapable", "noent"].includes(outcome), `${path}: ${outcome}`);
  }
  guest.wasi.close();
});

/** Swaps a folder in the tree with links out of it, and moves it out and back, over and over. */
const SWAPPER = `
  const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
  const base = require("node:worker_threads").workerData;
  const sub = base + "/inside/sub";
  for (let turn = 0; ; turn++) {
    renameSync(sub, base + "/outside/moved");
    symlinkSync(turn % 2 ? base + "/outside" : "../outside", sub);
    unlinkSync(sub);
    renameSync(base + "/outside/moved", sub);
  }`;

test("a race against renames on the host never lets the guest out", linuxOnly, async () => {
  const { base, guest } = layOut();
  const swapper = new Worker(SWAPPER, { eval: true, workerData: base });
  const outcomes = new Map<string, number>();
  try {
    const end = performance.now() + 1500;
    for (let turn = 0; performance.now() < end && turn < 20_000; turn++) {
      if (turn % 50 === 0) await pause(0);
      const path = ["sub/deep/file", "sub/deep/../../file", "sub/../file", "sub/deep/../deep/file"][turn % 4]!;
      const outcome = attempt(guest, path);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const made = guest.open("sub/written", { lookup: FOLLOW, oflags: CREAT });
      if (typeof made === "number") guest.must("fd_close", made);
    }
  } finally {
    await swapper.terminate();
  }
  guest.wasi.close();
  assert.ok((outcomes.get("public") ?? 0) > 0, "the guest got through at times");
  assert.ok(outcomes.size > 1, "the folder was swapped at times");
  assert.equal(outcomes.has("SECRET"), false, "the secret was read");
  assert.ok(!existsSync(join(base, "outside/written")), "nothing was written outside");
});
