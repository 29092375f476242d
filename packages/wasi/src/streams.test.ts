import assert from "node:assert/strict";
import { test } from "node:test";
import { createBytesInput, createCollectingOutput } from "./streams.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

test("an input of bytes gives them in order, then its end", () => {
  const input = createBytesInput(bytes(1, 2, 3));
  const into = new Uint8Array(2);
  assert.deepEqual(input.poll?.(0), { available: 3, hangup: false });
  assert.equal(input.read(into), 2);
  assert.deepEqual(into, bytes(1, 2));
  assert.equal(input.read(into), 1);
  assert.deepEqual(into, bytes(3, 2));
  assert.deepEqual(input.poll?.(0), { available: 0, hangup: true });
  assert.equal(input.read(into), 0);
});

test("a collecting output keeps a copy of all that was written", () => {
  const output = createCollectingOutput({ limit: 1000 });
  const from = bytes(1, 2, 3);
  const expected: number[] = [];
  for (let round = 0; round < 100; round += 1) {
    from[0] = round;
    assert.equal(output.write(from), 3);
    expected.push(round, 2, 3);
  }
  assert.deepEqual([...output.bytes()], expected);
  assert.equal(output.bytes().buffer.byteLength, 300, "nothing else hangs on to the result");
  assert.equal(output.dropped, 0);
  assert.equal(createCollectingOutput({ limit: 5 }).bytes().length, 0);
});

test("past its limit it drops and counts", () => {
  const output = createCollectingOutput({ limit: 4 });
  assert.equal(output.write(bytes(1, 2, 3)), 3);
  assert.equal(output.write(bytes(4, 5, 6)), 3);
  assert.equal(output.write(bytes(7)), 1);
  assert.deepEqual(output.bytes(), bytes(1, 2, 3, 4));
  assert.equal(output.dropped, 3);
});

test("or throws what it was told to, and has kept what fits", () => {
  const full = new Error("full");
  const output = createCollectingOutput({ limit: 4, onOverflow: () => full });
  output.write(bytes(1, 2, 3, 4));
  assert.throws(
    () => output.write(bytes(5)),
    (error) => error === full,
  );
  assert.deepEqual(output.bytes(), bytes(1, 2, 3, 4));
  assert.equal(output.dropped, 1);
});
