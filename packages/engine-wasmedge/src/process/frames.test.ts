import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameReader, toFrame } from "./frames.ts";

test("messages come out as they went in, however they are cut", () => {
  const messages = [{ a: 1 }, { bytes: new Uint8Array([1, 2, 3]) }, null, "x".repeat(1000)];
  const stream = Buffer.concat(messages.map(toFrame));
  for (const size of [1, 3, 7, 64, stream.length]) {
    const read: unknown[] = [];
    const reader = new FrameReader((message) => read.push(message));
    for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
    assert.deepEqual(read, messages);
  }
});
