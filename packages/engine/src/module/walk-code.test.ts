import assert from "node:assert/strict";
import { test } from "node:test";
import { BinaryReader } from "./binary-reader.ts";
import { IMMEDIATES, OPCODES, PREFIXED_OPCODES } from "./opcodes.ts";
import { type Growth, walkExpression } from "./walk-code.ts";

const END = 0x0b;

/** One possible encoding of what follows an opcode; every byte is 0x40 where it may be, which also is memory.grow. */
const SAMPLES: Readonly<Record<(typeof IMMEDIATES)[number], readonly number[]>> = {
  unknown: [],
  none: [],
  block: [0x40, END],
  end: [],
  index: [0x40],
  index2: [0x40, 0xc0, 0x00],
  delegate: [0x40],
  labels: [2, 0x40, 0x40, 0x40],
  types: [2, 0x40, 0x63, 0x40],
  memarg: [0x42, 0x40, 0x40],
  "memarg-lane": [0x02, 0xc0, 0x40, 0x40],
  s32: [0xc0, 0x40],
  s64: [0xc0, 0xc0, 0xc0, 0xc0, 0xc0, 0xc0, 0xc0, 0xc0, 0xc0, 0x40],
  "bytes-1": [0x40],
  "bytes-4": [0x40, 0x00, 0x40, 0x00],
  "bytes-8": [0x40, 0x00, 0x40, 0x00, 0x40, 0x00, 0x40, 0x00],
  "bytes-16": [0x40, 0x00, 0x40, 0x00, 0x40, 0x00, 0x40, 0x00, 0x40, 0x00, 0x40, 0x00, 0x40, 0x00, 0x40, 0x00],
  "heap-type": [0xc0, 0x00],
  cast: [0x03, 0x40, 0x6e, 0xc0, 0x00],
  "try-table": [0x40, 4, 0, 0x40, 0x40, 1, 0x40, 0x40, 2, 0x40, 3, 0x40, END],
  "memory.grow": [0x00],
  "table.grow": [0x05],
};

function walk(...bytes: number[]): { end: string; done: boolean; growths: string[] } {
  const reader = new BinaryReader(Uint8Array.from(bytes), "f");
  const growths: Growth[] = [];
  const end = walkExpression(reader, (growth) => growths.push(growth));
  return { end, done: reader.done, growths: growths.map(({ of, index }) => `${of} ${index}`) };
}

test("every known opcode is passed with all that follows it, and no byte of it taken for another", () => {
  const encodings: { bytes: number[]; kind: (typeof IMMEDIATES)[number] }[] = [];
  for (const [opcode, kind] of OPCODES.entries()) encodings.push({ bytes: [opcode], kind: IMMEDIATES[kind]! });
  for (const [prefix, table] of Object.entries(PREFIXED_OPCODES)) {
    for (const [opcode, kind] of table.entries()) {
      // Padded, as an encoder may write it.
      const second = opcode < 0x80 ? [opcode | 0x80, 0x00] : [(opcode & 0x7f) | 0x80, opcode >> 7];
      encodings.push({ bytes: [Number(prefix), ...second], kind: IMMEDIATES[kind]! });
    }
  }
  let known = 0;
  for (const { bytes, kind } of encodings) {
    if (kind === "unknown") {
      assert.equal(walk(...bytes, END).end, "unknown");
      continue;
    }
    known++;
    if (kind === "end" || kind === "delegate") continue;
    const result = walk(...bytes, ...SAMPLES[kind], 0x40, 0x00, END);
    const own = kind === "memory.grow" ? ["memory 0"] : kind === "table.grow" ? ["table 5"] : [];
    assert.deepEqual(result, { end: "end", done: true, growths: [...own, "memory 0"] }, bytes.map(String).join(" "));
  }
  assert.ok(known > 500, `${known} opcodes`);
});

test("blocks nest, legacy try is closed by end or by delegate", () => {
  const inner = [0x02, 0x40, 0x06, 0x40, 0x18, 0x00, END];
  assert.deepEqual(walk(...inner, END), { end: "end", done: true, growths: [] });
  assert.equal(walk(0x02, 0x40, END, END, 0x01).done, false);
  assert.throws(() => walk(0x02, 0x40, END), { code: "E_MODULE_INVALID" });
});

test("a claimed count doesn't make it walk on forever", () => {
  assert.throws(() => walk(0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3), { code: "E_MODULE_INVALID" });
  assert.throws(() => walk(0x1c, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f), { code: "E_MODULE_INVALID" });
});

test("what is not known is said to be so", () => {
  for (const bytes of [[0x27], [0xff], [0xfb, 0x80, 0x01], [0xfd, 0x94, 0x02], [0xfe, 0x04], [0x28, 0x80, 0x01, 0]]) {
    assert.equal(walk(...bytes, END).end, "unknown", bytes.join(" "));
  }
  assert.equal(walk(0x1f, 0x40, 1, 4, 0, END, END).end, "unknown");
});
