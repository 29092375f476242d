import assert from "node:assert/strict";
import { lstatSync, lutimesSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { ExactTimes } from "./exact-times.ts";

const folder = mkdtempSync(join(tmpdir(), "sandpiper-times-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string) {
  const path = join(folder, name);
  writeFileSync(path, "");
  const read = () => lstatSync(path, { bigint: true });
  const write = (atime: number | Date, mtime: number | Date) => lutimesSync(path, atime, mtime);
  return { path, read, write };
}

test("what the guest set is reported to the nanosecond", () => {
  const times = new ExactTimes();
  const { read, write } = file("exact");
  for (const mtim of [0n, 1n, 999_999_999n, 1_700_000_000_123_456_789n, 1_700_000_000_999_999_999n]) {
    times.set({ mtim, atim: mtim + 7n }, read, write);
    const stat = times.toFileStat(read());
    assert.equal(stat.mtim, mtim);
    assert.equal(stat.atim, mtim + 7n);
    assert.ok(stat.mtim - read().mtimeNs < 1000n && read().mtimeNs - stat.mtim < 1000n, "the host keeps it nearly");
  }
});

test("setting one time leaves the other as it was, to the nanosecond", () => {
  const times = new ExactTimes();
  const { read, write } = file("one");
  const before = times.toFileStat(read());
  times.set({ mtim: 5n }, read, write);
  assert.equal(times.toFileStat(read()).atim, before.atim);
  times.set({ atim: 1_234_567_890_123_456_789n }, read, write);
  assert.equal(times.toFileStat(read()).mtim, 5n);
  assert.equal(times.toFileStat(read()).atim, 1_234_567_890_123_456_789n);
});

test("a time that somebody else sets counts from then on", () => {
  const times = new ExactTimes();
  const { path, read, write } = file("other");
  times.set({ mtim: 1_700_000_000_123_456_789n, atim: 1_700_000_000_123_456_789n }, read, write);
  utimesSync(path, 1_600_000_000, 1_600_000_001);
  assert.equal(times.toFileStat(read()).atim, 1_600_000_000_000_000_000n);
  assert.equal(times.toFileStat(read()).mtim, 1_600_000_001_000_000_000n);
});

test("times before 1970 stay there", () => {
  const times = new ExactTimes();
  const { path, read, write } = file("old");
  utimesSync(path, new Date(-86_400_000), new Date(-86_400_000));
  times.set({ mtim: 3n }, read, write);
  assert.equal(times.toFileStat(read()).atim, -86_400_000_000_000n);
});

test("a time the host cannot keep is reported as the host keeps it", () => {
  const times = new ExactTimes();
  const { read } = file("clamped");
  times.set({ mtim: 18_000_000_000_123_456_789n }, read, () => {});
  assert.equal(times.toFileStat(read()).mtim, read().mtimeNs);
});
