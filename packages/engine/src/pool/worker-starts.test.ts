import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkerStarts } from "./worker-starts.ts";

test("one worker starts after the other, or as many as somebody waits for", () => {
  const starts = new WorkerStarts(() => {});
  assert.ok(starts.mayStart(0));
  starts.begun();
  assert.equal(starts.mayStart(0), false);
  assert.equal(starts.mayStart(1), false);
  assert.ok(starts.mayStart(2));
  starts.succeeded();
  assert.ok(starts.mayStart(0));
});

test("each failure makes the next attempt wait longer, and three in a row say why", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let retries = 0;
  const starts = new WorkerStarts(() => {
    retries += 1;
  });
  const fail = (): void => {
    starts.begun();
    starts.failed(new Error("no threads left"));
  };
  for (const [attempt, pause] of [100, 200, 400].entries()) {
    assert.equal(starts.brokenBy, null);
    fail();
    assert.equal(starts.mayStart(9), false);
    t.mock.timers.tick(pause - 1);
    assert.equal(retries, attempt);
    t.mock.timers.tick(1);
    assert.equal(retries, attempt + 1);
    assert.ok(starts.mayStart(0));
  }
  assert.equal(starts.brokenBy?.message, "no threads left");
  starts.begun();
  starts.succeeded();
  assert.equal(starts.brokenBy, null);
});
