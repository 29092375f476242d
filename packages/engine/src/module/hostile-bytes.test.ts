import assert from "node:assert/strict";
import { test } from "node:test";
import { isSandpiperError } from "@sandpiper/core";
import { compileWat } from "@sandpiper/testkit";
import { describeModule } from "./describe-module.ts";
import { prepareModule } from "./prepare-module.ts";

const ROUNDS = 4000;

/** Numbers from 0 to 1 that are the same every time (mulberry32), so that a failure can be met again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MODULES = [
  `(module
    (type $binary (func (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1 9) (table 4 funcref) (global $g (mut i64) (i64.const -5))
    (elem (i32.const 1) func $add) (data (i32.const 16) "hello\\n")
    (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
    (func (export "_start") (local f64 v128)
      (drop (memory.grow (i32.const 3)))
      (drop (table.grow (ref.null func) (i32.const 3)))
      (block (br_table 0 0 0 (i32.const 1)))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
      (local.set 1 (v128.const i32x4 1 2 3 4))))`,
  `(module
    (memory $a 1) (memory $b 2 3) (table externref (elem)) (tag $t (param i32))
    (func (result i32) (try (result i32) (do (memory.grow $b (i32.const 1))) (catch $t) (catch_all (i32.const 0))))
    (data "passive") (func (memory.init $a 0 (i32.const 0) (i32.const 0) (i32.const 1))))`,
];

/** Cut, flipped, overwritten, with a piece moved, or with a huge number put in. */
function damage(original: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  let bytes = original.slice();
  for (let times = 1 + below(4); times > 0; times--) {
    const at = 8 + below(Math.max(1, bytes.length - 8));
    const kind = below(5);
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    else if (kind === 2) bytes[at] = below(256);
    else if (kind === 3) bytes.copyWithin(at, 8 + below(bytes.length), bytes.length);
    else bytes.set([0xff, 0xff, 0xff, 0xff, 0x0f].slice(0, Math.max(0, bytes.length - at)), at);
  }
  return bytes;
}

test("damaged modules are refused in our own words, or prepared to what is as valid as they were", async () => {
  const random = createRandom(20_260_101);
  const originals = await Promise.all(MODULES.map((wat) => compileWat(wat, true)));
  const seen = { refused: 0, prepared: 0, valid: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = damage(originals[round % originals.length]!, random) as Uint8Array<ArrayBuffer>;
    const valid = WebAssembly.validate(bytes);
    try {
      describeModule(bytes, "f");
      const prepared = await prepareModule(bytes, { name: "f", memoryBytes: 2 ** 20 });
      assert.equal(WebAssembly.validate(prepared.bytes), valid, `round ${round}`);
      seen.prepared++;
      if (valid) seen.valid++;
    } catch (error) {
      assert.ok(isSandpiperError(error), `round ${round}: ${error}`);
      assert.notEqual(error.code, "E_INTERNAL");
      if (error.code === "E_MODULE_INVALID") assert.equal(valid, false, `round ${round}: ${error.message}`);
      seen.refused++;
    }
  }
  // All three ways are taken often, or the damage is too mild or too rough to tell anything.
  for (const [way, times] of Object.entries(seen)) assert.ok(times > ROUNDS / 50, `${way}: ${times}`);
});

test("garbage behind a module's first bytes is refused in our own words", async () => {
  const random = createRandom(7);
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256));
    bytes.set([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0].slice(0, bytes.length));
    try {
      await prepareModule(bytes, { memoryBytes: 2 ** 20 });
    } catch (error) {
      assert.ok(isSandpiperError(error) && error.code !== "E_INTERNAL", `round ${round}: ${error}`);
    }
  }
});
