import assert from "node:assert/strict";
import { test } from "node:test";
import { arrayBomb, compileWat, structBomb } from "@sandpiper/testkit";
import { prepareModule } from "./prepare-module.ts";

const LIMIT = { memoryBytes: 2 ** 28 };

test("garbage-collected arrays are refused, structures are not", async () => {
  await assert.rejects(prepareModule(arrayBomb(), LIMIT), { code: "E_MODULE_INVALID", message: /arrays/ });
  assert.ok(await prepareModule(structBomb(), LIMIT));
});

test("a type of an unknown form could be an array, so it is refused too", async () => {
  const bytes = structBomb();
  bytes[bytes.indexOf(0x5f)] = 0x5d;
  await assert.rejects(prepareModule(bytes, LIMIT), { code: "E_MODULE_INVALID", message: /unknown form/ });
});

test("tables are capped whatever the memory limit is", async () => {
  const large = await compileWat("(module (table 2000000 funcref))");
  await assert.rejects(prepareModule(large, { memoryBytes: 2 ** 32 }), {
    code: "E_MEMORY_LIMIT",
    message: /of tables/,
  });
  const growing = await compileWat(`(module (table 1 funcref)
    (func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0))))`);
  const { bytes } = await prepareModule(growing, { memoryBytes: 2 ** 32 });
  const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(bytes));
  const grow = exports.grow as (count: number) => number;
  assert.deepEqual([grow(1_000_000), grow(1_000_000)], [1, -1]);
});
