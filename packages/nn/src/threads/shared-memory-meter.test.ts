import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedMemoryMeter } from "./shared-memory-meter.ts";

const MIB = 1024 ** 2;

test("it collects once for each 64 MiB, before what would be too much is taken", () => {
  let collected = 0;
  const meter = new SharedMemoryMeter(() => {
    collected += 1;
  });
  const after = (bytes: number): number => {
    meter.take(bytes);
    return collected;
  };
  assert.deepEqual([after(40 * MIB), after(24 * MIB), after(1), after(63 * MIB)], [0, 0, 1, 1]);
  // What is larger than all that may be: there is nothing to collect before the first.
  assert.deepEqual([after(500 * MIB), after(500 * MIB), after(1)], [2, 3, 4]);
});

test("shared memory that nobody has is gone", () => {
  const meter = new SharedMemoryMeter();
  const before = process.memoryUsage.rss();
  for (let round = 0; round < 50; round++) {
    meter.take(16 * MIB);
    new Uint8Array(new SharedArrayBuffer(16 * MIB)).fill(1);
  }
  // 800 MiB without it.
  assert.ok(process.memoryUsage.rss() - before < 400 * MIB);
});
