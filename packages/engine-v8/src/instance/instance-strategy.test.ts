import assert from "node:assert/strict";
import { test } from "node:test";
import { guest } from "@sandpiper/testkit";
import { createInlineEngine } from "../inline/inline-engine.ts";
import { STRATEGIES, type StrategyName } from "./strategies.ts";

const PAGE = 65_536;
const PAGES = 4;
const MIB = 1024 ** 2;

/**
 * Its first byte of input says what it does; it always first writes down what it finds: bytes of memory that are not
 * zero, the size of memory, a global, and an element of a table.
 */
const PROBE = guest(
  `(local $at i32) (local $dirty i32) (local $size i32) (local $what i32)
   (local.set $size (i32.mul (memory.size) (i32.const ${PAGE})))
   (loop $next
     (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then (local.set $dirty (i32.add (local.get $dirty) (i32.const 1)))))
     (local.set $at (i32.add (local.get $at) (i32.const 8)))
     (br_if $next (i32.lt_u (local.get $at) (local.get $size))))
   (local.set $what (i32.load8_u (i32.add (i32.const 128) (i32.sub (call $read (i32.const 128) (i32.const 1)) (i32.const 1)))))
   (i32.store (i32.const 64) (local.get $dirty))
   (i32.store (i32.const 68) (local.get $size))
   (i32.store (i32.const 72) (global.get $left))
   (i32.store (i32.const 76) (ref.is_null (table.get $table (i32.const 0))))
   (call $write (i32.const 1) (i32.const 64) (i32.const 16))
   (global.set $left (i32.const 99))
   (table.set $table (i32.const 0) (ref.func $main))
   (memory.fill (i32.const 0) (i32.const 0xaa) (local.get $size))
   (if (i32.eq (local.get $what) (i32.const 1)) (then unreachable))
   (if (i32.eq (local.get $what) (i32.const 2)) (then
     (drop (memory.grow (i32.const 3)))
     (memory.fill (local.get $size) (i32.const 0xbb) (i32.const ${3 * PAGE}))))
   (if (i32.eq (local.get $what) (i32.const 3)) (then
     (loop $flood (call $write (i32.const 1) (i32.const 0) (i32.const ${PAGE})) (br $flood))))
   (if (i32.eq (local.get $what) (i32.const 4)) (then (call $proc_exit (i32.const 1))))
   (if (i32.eq (local.get $what) (i32.const 5)) (then (call $deeper)))`,
  `(global $left (mut i32) (i32.const 7)) (table $table 1 funcref) (elem declare func $main)
   (func $deeper (call $deeper))`,
  `(memory (export "memory") ${PAGES})`,
);

const WHAT = { ends: 0, traps: 1, grows: 2, floods: 3, exits: 4, recurses: 5 };

for (const instances of Object.keys(STRATEGIES) as StrategyName[]) {
  test(`${instances}: nothing of one invocation is there in the next`, async () => {
    const engine = createInlineEngine({ instances });
    const module = await engine.load(await PROBE, { limits: { memoryBytes: MIB, outputBytes: 2 * PAGE } });
    const ends: string[] = [];
    for (const what of [...Object.values(WHAT), ...Object.values(WHAT).reverse()]) {
      const exit = await module.run({ args: [], env: {}, stdin: new Uint8Array([what]) });
      ends.push(exit.error?.code ?? String(exit.exitCode));
      const [dirty, size, left, nothing] = new Int32Array(exit.stdout.slice(0, 16).buffer);
      assert.deepEqual({ dirty, size, left, nothing }, { dirty: 0, size: PAGES * PAGE, left: 7, nothing: 1 });
    }
    const once = ["0", "E_GUEST_TRAP", "0", "E_GUEST_OUTPUT", "1", "E_GUEST_TRAP"];
    assert.deepEqual(ends, [...once, ...once.toReversed()]);
  });
}

test("recycled-memory: a memory is used again while it is as it was, and dropped once it grew", () => {
  const memory = { module: "host", name: "memory", initialPages: 1, maximumPages: 9, shared: false };
  // (import "host" "memory" (memory 1 9))
  const importing = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, 17, 1, 4, ...ascii("host"), 6, ...ascii("memory"), 2, 1, 1, 9];
  const compiled = new WebAssembly.Module(new Uint8Array(importing));
  const source = STRATEGIES["recycled-memory"].createSource({
    ...{ name: "m", compiled, memory, growRefusedGlobal: null, hostModules: [], grants: {} },
    limits: { timeoutMs: 1, cpuTimeoutMs: 1, memoryBytes: MIB, bodyBytes: 0, outputBytes: 0, logBytes: 0 },
  });
  const use = (): WebAssembly.Memory => {
    const acquired = source.acquire({}, () => {});
    source.release();
    return acquired.memory!;
  };
  const first = use();
  new Uint8Array(first.buffer).fill(1);
  assert.equal(use(), first);
  assert.ok(new Uint8Array(first.buffer).every((byte) => byte === 0));
  first.grow(1);
  source.release();
  assert.notEqual(use(), first);
});

function ascii(letters: string): number[] {
  return Array.from(letters, (letter) => letter.charCodeAt(0));
}
