import assert from "node:assert/strict";
import { test } from "node:test";
import { findAddress } from "./run-tool.ts";

test("the address is the last one that is https", () => {
  const printed = "Inspect: https://sky.test/inspect/1\nlocal http://localhost:1\nLive: https://app.sky.test (ready)\n";
  assert.equal(findAddress(printed), "https://app.sky.test");
  assert.equal(findAddress("[https://a.test/x?y=1]"), "https://a.test/x?y=1");
  assert.equal(findAddress("http://a.test done"), null);
});

test("or the one that the target's pattern finds, and no other", () => {
  const pattern = /^Website: (\S+)$/m;
  assert.equal(findAddress("Website: https://a.test\nLogs: https://b.test\n", pattern), "https://a.test");
  assert.equal(findAddress("Logs: https://b.test\n", pattern), null);
});
