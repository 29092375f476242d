import assert from "node:assert/strict";
import { test } from "node:test";
import { Alarm } from "./alarm.ts";

test("it rings for the earliest time, then for what the ring asks for, and stops when told", async () => {
  const rings: number[] = [];
  await new Promise<void>((resolve) => {
    const alarm = new Alarm((now) => {
      rings.push(now);
      if (rings.length === 3) resolve();
      return rings.length < 3 ? now + 20 : Number.POSITIVE_INFINITY;
    });
    const begun = performance.now();
    alarm.hold(true);
    alarm.set(begun + 60_000);
    alarm.set(begun + 30);
    alarm.set(begun + 90_000);
  });
  assert.ok(rings[1]! - rings[0]! >= 19 && rings[2]! - rings[1]! >= 19);
});

test("a time that is past rings at once, one beyond all timers does not", async () => {
  const first = await new Promise<string>((resolve) => {
    const far = new Alarm(() => {
      resolve("far");
      return Number.POSITIVE_INFINITY;
    });
    far.set(performance.now() + 1e15);
    const near = new Alarm(() => {
      far.stop();
      resolve("near");
      return Number.POSITIVE_INFINITY;
    });
    near.hold(true);
    near.set(performance.now() - 1000);
  });
  assert.equal(first, "near");
});
