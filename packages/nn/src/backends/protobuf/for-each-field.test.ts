import assert from "node:assert/strict";
import { test } from "node:test";
import { NnError } from "../../nn-error.ts";
import { encodeMessage } from "./encode-message.fixture.ts";
import { encodeVarintField } from "./encode-varint-field.ts";
import { asMapEntry, asNumber, asText, type FieldValue, forEachField } from "./for-each-field.ts";

function read(bytes: Uint8Array): [number, FieldValue][] {
  const fields: [number, FieldValue][] = [];
  forEachField(bytes, (field, value) => fields.push([field, value]));
  return fields;
}

const refused = (what: RegExp) => (error: unknown) =>
  error instanceof NnError && error.kind === "invalid-encoding" && what.test(error.message);

test("numbers of every length, negative ones too", () => {
  for (const number of [
    0,
    1,
    127,
    128,
    16_384,
    2 ** 28,
    2 ** 31,
    2 ** 32,
    2 ** 35 + 1,
    2 ** 53 - 1,
    -1,
    -5,
    -(2 ** 40),
  ]) {
    assert.deepEqual(read(encodeMessage([[3, number]])), [[3, number]]);
  }
});

test("what is written as settings is read again", () => {
  for (const number of [0, 1, 127, 128, 300, 2 ** 31]) {
    assert.deepEqual(read(Uint8Array.from(encodeVarintField(5, number))), [[5, number]]);
  }
});

test("texts, messages and entries of maps", () => {
  const bytes = encodeMessage([
    [1, "näme"],
    [
      2,
      [
        [1, "key"],
        [2, [[7, 9]]],
      ],
    ],
  ]);
  const [[, name], [, entry]] = read(bytes) as [[number, FieldValue], [number, FieldValue]];
  assert.equal(asText(name), "näme");
  const { key, value } = asMapEntry(entry);
  assert.equal(key, "key");
  assert.deepEqual(read(value), [[7, 9]]);
});

test("fields of fixed width are passed over", () => {
  const bytes = Uint8Array.from([0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x18, 5]);
  assert.deepEqual(read(bytes), [[3, 5]]);
});

test("what is no message is refused", () => {
  const whole = encodeMessage([
    [1, "some text"],
    [2, 300],
    [4, new Uint8Array(5)],
  ]);
  const ends = new Set([0, 11, 14, whole.byteLength]);
  for (let length = 0; length < whole.byteLength; length += 1) {
    if (!ends.has(length)) assert.throws(() => read(whole.subarray(0, length)), refused(/truncated|ends within/));
  }
  assert.throws(() => read(new Uint8Array(12).fill(0xff)), refused(/no end/));
  assert.throws(() => read(Uint8Array.from([0x0b])), refused(/unknown type/));
  assert.throws(() => read(Uint8Array.from([0x00, 1])), refused(/no number/));
  // A length of 2^63 and more must not become a negative one.
  const long = [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
  assert.throws(() => read(Uint8Array.from(long)), refused(/truncated/));
  assert.throws(() => asText(5), refused(/number stands/));
  assert.throws(() => asNumber(new Uint8Array(1)), refused(/message stands/));
  assert.throws(() => asText(Uint8Array.from([0xff, 0xfe])), refused(/UTF-8/));
});
