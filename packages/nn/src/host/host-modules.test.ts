import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeGuest } from "./fake-guest.fixture.ts";
import { MAX_LINES } from "./guest-log.ts";
import { HOST_MODULES } from "./host-modules.ts";

const PAGE = 65_536;

test("every function that is named is there, and no other", () => {
  const { imports } = fakeGuest();
  for (const { name, functions } of HOST_MODULES) {
    assert.deepEqual(Object.keys(imports[name]!).sort(), [...functions].sort());
  }
});

/** Calls that take 64-bit handles first, and how many numbers follow. */
const LONG_FIRST = /^wasmedge_tensorflow(?:lite)?_(?!create_session)/;

test("whatever numbers a guest gives, it gets a number back", () => {
  const wild = [
    0,
    1,
    2,
    3,
    4,
    8,
    1023,
    1024,
    PAGE - 1,
    PAGE,
    2 * PAGE - 4,
    2 * PAGE,
    -1,
    -4,
    -PAGE,
    0x7fff_ffff,
    -0x8000_0000,
  ];
  // A fixed sequence, so that a failure comes again.
  let seed = 1;
  const pick = () => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return wild[(seed >> 8) % wild.length]!;
  };
  for (const memory of [
    new WebAssembly.Memory({ initial: 2 }),
    new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true }),
  ]) {
    const guest = fakeGuest({ memory });
    // Bytes that are small numbers wherever they are read as pointers, lengths and sizes.
    for (let at = 0; at < 2 * PAGE; at += 4) guest.view().setUint32(at, pick() & 0xffff, true);
    const graph = guest.room();
    assert.equal(guest.nn.load_by_name!(...guest.put("lite"), graph), 0);
    assert.equal(guest.nn.init_execution_context!(guest.word(graph), graph), 0);
    for (const { name: module, functions } of HOST_MODULES) {
      for (const name of functions) {
        for (let round = 0; round < 300; round += 1) {
          const args: (number | bigint)[] = Array.from({ length: 9 }, pick);
          if (LONG_FIRST.test(name)) args[0] = BigInt(args[0]!);
          // Pictures of any size are decoded elsewhere; here it is about pointers.
          if (module === "wasmedge_image") args[2] = args[3] = 1;
          const answer: unknown = guest.imports[module]![name]!(...args);
          assert.ok(
            answer === undefined || typeof answer === "number" || typeof answer === "bigint",
            `${name} ${args}`,
          );
        }
      }
    }
    assert.equal(guest.lines.length, MAX_LINES + 1);
  }
});

test("a guest without a memory is told so", () => {
  const guest = fakeGuest();
  const context = { ...guest.context, memory: () => null };
  for (const { name, create } of HOST_MODULES) {
    for (const [called, call] of Object.entries(create(context))) {
      if (LONG_FIRST.test(called)) continue;
      const answer: unknown = (call as (...args: number[]) => unknown)(1, 1, 1, 1, 0, 1, 1, 1);
      assert.ok(
        called.endsWith("create_session") ? answer === 0n || answer === 3 : Number(answer) > 0,
        `${name} ${called}`,
      );
    }
  }
});

test("lines are clean and few", () => {
  const guest = fakeGuest();
  const result = guest.room();
  guest.nn.load_by_name!(...guest.put("a\n\u001b[31mb\u202ec"), result);
  assert.deepEqual(guest.lines, ['wasi-nn: load_by_name: no model is named "a [31mb c"']);
  guest.nn.load_by_name!(...guest.put("x".repeat(1000)), result);
  assert.ok(guest.lines[1]!.length < 600);
  for (let call = 0; call < 100; call += 1) guest.imports.wasmedge_image!.load_jpg!(0, 0, 1, 1, 9, 0, 0);
  assert.equal(guest.lines.length, MAX_LINES + 1);
  assert.equal(guest.lines.at(-1), "inference: what else it has to say is left out");
});

test("memory that grew is seen", () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 4 });
  const guest = fakeGuest({ memory });
  const name = guest.put("lite");
  assert.equal(guest.nn.load_by_name!(...name, 2 * PAGE), 1);
  memory.grow(1);
  assert.equal(guest.nn.load_by_name!(...name, 2 * PAGE), 0);
  assert.ok(guest.word(2 * PAGE) > 0);
});
