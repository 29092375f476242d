import assert from "node:assert/strict";
import { test } from "node:test";
import { BinaryReader } from "./binary-reader.ts";
import { toLeb } from "./binary-writer.ts";

const read = (...bytes: number[]): BinaryReader => new BinaryReader(Uint8Array.from(bytes), "f");
const invalid = (message: RegExp) => ({ code: "E_MODULE_INVALID", message });

test("unsigned LEB128 up to 32 bits, padded too, and not beyond", () => {
  for (const value of [0, 1, 127, 128, 300, 65_535, 2 ** 31, 2 ** 32 - 1]) {
    assert.equal(read(...toLeb(value)).u32(), value);
    assert.equal(read(...toLeb(value)).u64(), value);
  }
  assert.equal(read(0x80, 0x80, 0x80, 0x80, 0x00).u32(), 0);
  assert.throws(() => read(0xff, 0xff, 0xff, 0xff, 0x1f).u32(), invalid(/byte 0: a number is too large/));
  assert.throws(() => read(0x80, 0x80, 0x80, 0x80, 0x80, 0x00).u32(), invalid(/too/));
  assert.throws(() => read(0x80, 0x80).u32(), invalid(/byte 2: it ends too early/));
});

test("unsigned LEB128 up to 64 bits", () => {
  assert.equal(read(...toLeb(2 ** 48)).u64(), 2 ** 48);
  const largest = [...Array<number>(9).fill(0xff), 0x01];
  assert.equal(read(...largest).u64(), 2 ** 64);
  assert.throws(() => read(...Array<number>(9).fill(0xff), 0x02).u64(), invalid(/too large/));
  assert.throws(() => read(...Array<number>(11).fill(0x80)).u64(), invalid(/too large/));
});

test("passing a LEB128 keeps to its longest encoding", () => {
  const reader = read(0x80, 0x80, 0x80, 0x80, 0x40, 0xff);
  reader.skipLeb(33);
  assert.equal(reader.at, 5);
  assert.throws(() => read(0x80, 0x80, 0x80, 0x80, 0x80, 0x00).skipLeb(32), invalid(/too long/));
});

test("a window ends reading, whatever the file goes on with", () => {
  const reader = read(1, 2, 3, 4);
  const window = reader.window(2);
  assert.deepEqual([window.byte(), window.byte(), window.done], [1, 2, true]);
  assert.throws(() => window.byte(), invalid(/byte 2: it ends too early/));
  assert.equal(reader.byte(), 3);
  assert.throws(() => reader.window(2 ** 32), invalid(/too early/));
});

test("names are UTF-8 of the length they claim", () => {
  assert.equal(read(3, 0xe2, 0x82, 0xac).text(), "€");
  assert.throws(() => read(2, 0xc3, 0x28).text(), invalid(/not UTF-8/));
  assert.throws(() => read(0xff, 0xff, 0xff, 0xff, 0x0f, 0x61).text(), invalid(/too early/));
});
