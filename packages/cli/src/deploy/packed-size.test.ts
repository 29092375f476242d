import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { packedSize } from "./packed-size.ts";

test("the size is that of a zip: headers and names twice, and each file at its smaller", async () => {
  assert.equal(await packedSize(new Map()), 22);
  const noise = randomBytes(10_000);
  assert.equal(await packedSize(new Map([["näh", noise]])), 22 + 76 + 8 + 10_000);
  const zeros = await packedSize(new Map([["a", Buffer.alloc(1_000_000)]]));
  assert.ok(zeros > 22 + 76 + 2 && zeros < 2000, `${zeros}`);
});
