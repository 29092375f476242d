import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { compileWat } from "@sandpiper/testkit";
import { join, type Piece, sizeOf, toLeb, toText } from "./binary-writer.ts";
import { type PreparedModule, prepareModule } from "./prepare-module.ts";

const MIB = 2 ** 20;
const PAGE = 65_536;
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** Encodes a module by hand: sections of vectors, or of raw content. */
function module(...sections: [id: number, entries: readonly Piece[]][]): Uint8Array<ArrayBuffer> {
  return join([
    HEADER,
    ...sections.flatMap(([id, entries]) => {
      const content = [toLeb(entries.length), ...entries];
      return [[id, ...toLeb(sizeOf(content))], ...content];
    }),
  ]);
}

const body = (...code: number[]): number[] => [...toLeb(code.length + 2), 0, ...code, 0x0b];
const exported = (name: string, kind: number, index: number): number[] => [...toText(name), kind, index];

interface Running {
  readonly call: (name: string, ...values: (number | bigint)[]) => number | bigint;
  /** Pages of the memory the host made. */
  readonly pages: () => number;
  readonly refused: () => number | null;
}

async function start(prepared: PreparedModule, imports: WebAssembly.Imports = {}): Promise<Running> {
  assert.ok(WebAssembly.validate(prepared.bytes), "the prepared module is valid");
  const { memory: wanted, growRefusedGlobal } = prepared;
  const memory = wanted
    ? new WebAssembly.Memory({ initial: wanted.initialPages, maximum: wanted.maximumPages, shared: wanted.shared })
    : null;
  const given = { ...imports };
  if (wanted) given[wanted.module] = { ...given[wanted.module], [wanted.name]: memory! };
  const { instance } = await WebAssembly.instantiate(prepared.bytes, given);
  return {
    call: (name, ...values) => (instance.exports[name] as (...values: unknown[]) => number | bigint)(...values),
    pages: () => memory!.buffer.byteLength / PAGE,
    refused: () =>
      growRefusedGlobal === null ? null : (instance.exports[growRefusedGlobal] as WebAssembly.Global).value,
  };
}

test("a memory of its own becomes the host's, and works as before", async () => {
  const bytes = await compileWat(`(module
    (memory (export "memory") 2)
    (data (i32.const 8) "\\2a\\00\\00\\00")
    (func (export "read") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "size") (result i32) memory.size))`);
  const prepared = await prepareModule(bytes, { memoryBytes: 4 * MIB });
  assert.deepEqual(prepared.memory, {
    module: "sandpiper:host",
    name: "memory",
    initialPages: 2,
    maximumPages: 64,
    shared: false,
  });
  assert.equal(prepared.sha256, createHash("sha256").update(bytes).digest("hex"));
  const running = await start(prepared);
  assert.equal(running.call("read", 8), 42);
  assert.equal(running.call("size"), 2);
  const { instance } = await WebAssembly.instantiate(prepared.bytes, {
    "sandpiper:host": { memory: new WebAssembly.Memory({ initial: 2, maximum: 64 }) },
  });
  assert.equal((instance.exports.memory as WebAssembly.Memory).buffer.byteLength, 2 * PAGE);
});

test("growing up to the limit works, and what is refused is noted", async () => {
  const bytes = await compileWat(`(module
    (memory 1)
    (global (mut i32) (i32.const 7))
    (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
    (func (export "grow") (param i32) (result i32)
      (block (nop))
      (if (result i32) (i32.lt_s (local.get 0) (i32.const 0))
        (then (memory.grow (call $twice (i32.const 1))))
        (else (memory.grow (local.get 0)))))
    (func (export "global") (result i32) (global.get 0)))`);
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  const running = await start(prepared);
  assert.equal(running.refused(), 0);
  assert.equal(running.call("grow", 4), 1);
  assert.equal(running.call("grow", -1), 5);
  assert.equal(running.call("grow", 9), 7);
  assert.equal(running.refused(), 0);
  assert.equal(running.call("grow", 1), -1);
  assert.equal(running.refused(), 1);
  assert.equal(running.pages(), 16);
  assert.equal(running.call("global"), 7);
});

test("a declared maximum below the limit stays", async () => {
  const bytes = await compileWat(
    `(module (memory 1 3) (func (export "grow") (result i32) (memory.grow (i32.const 2))))`,
  );
  const prepared = await prepareModule(bytes, { memoryBytes: 64 * MIB });
  assert.equal(prepared.memory?.maximumPages, 3);
  const running = await start(prepared);
  assert.deepEqual([running.call("grow"), running.call("grow"), running.refused()], [1, -1, 1]);
});

test("starting above the limit is refused with both sizes and how to raise it", async () => {
  await assert.rejects(prepareModule(await compileWat(`(module (memory 1024))`), { name: "grey", memoryBytes: MIB }), {
    code: "E_MEMORY_LIMIT",
    message: "grey starts with 64 MiB of memory and tables, it may have 1 MiB",
    hint: /"memory".*--memory.*64MiB/,
  });
  const table = await compileWat(`(module (table 1000000 funcref) (table 1000000 externref) (memory 1))`);
  await assert.rejects(prepareModule(table, { memoryBytes: 32 * MIB }), { code: "E_MEMORY_LIMIT" });
  assert.ok(await prepareModule(table, { memoryBytes: 64 * MIB }));
});

test("tables are capped, keep their elements, and tell of a refused growth", async () => {
  const bytes = await compileWat(`(module
    (table $calls 2 funcref)
    (table $things 0 externref)
    (elem (table $calls) (i32.const 0) func $one $two)
    (func $one (result i32) (i32.const 1))
    (func $two (result i32) (i32.const 2))
    (func (export "call") (param i32) (result i32) (call_indirect $calls (result i32) (local.get 0)))
    (func (export "growCalls") (param i32) (result i32) (table.grow $calls (ref.null func) (local.get 0)))
    (func (export "growThings") (param i32) (result i32) (table.grow $things (ref.null extern) (local.get 0))))`);
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  assert.equal(prepared.memory, null);
  const running = await start(prepared);
  assert.deepEqual([running.call("call", 0), running.call("call", 1)], [1, 2]);
  assert.equal(running.call("growCalls", 100), 2);
  assert.equal(running.call("growThings", 1000), 0);
  assert.equal(running.refused(), 0);
  assert.equal(running.call("growThings", MIB / 8), -1);
  assert.equal(running.refused(), 1);
  assert.equal(running.call("growCalls", MIB / 32), -1);
  assert.equal(running.call("growCalls", 0), 102);
});

test("memories and tables together stay within the limit", async () => {
  const bytes = await compileWat(`(module
    (memory $a 1) (memory $b 1) (table 10 funcref)
    (func (export "growA") (param i32) (result i32) (memory.grow $a (local.get 0)))
    (func (export "growB") (param i32) (result i32) (memory.grow $b (local.get 0)))
    (func (export "growTable") (param i32) (result i32) (table.grow (ref.null func) (local.get 0))))`);
  const prepared = await prepareModule(bytes, { memoryBytes: 4 * MIB });
  assert.equal(prepared.memory, null);
  const running = await start(prepared);
  let held = 2 * PAGE + 320;
  for (const [grow, unit] of [
    ["growA", PAGE],
    ["growB", PAGE],
    ["growTable", 32],
  ] as const) {
    while (running.call(grow, 1) !== -1) held += unit;
  }
  assert.ok(held <= 4 * MIB, `${held} bytes`);
  assert.ok(held > 3.5 * MIB, `${held} bytes`);
  assert.equal(running.refused(), 1);
});

test("imported memories are made by the host within the limit; other kinds are not", async () => {
  const bytes = await compileWat(`(module (import "env" "memory" (memory 2))
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`);
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  assert.deepEqual(prepared.memory, {
    module: "env",
    name: "memory",
    initialPages: 2,
    maximumPages: 16,
    shared: false,
  });
  const running = await start(prepared);
  assert.deepEqual([running.call("grow", 14), running.call("grow", 1), running.refused()], [2, -1, 1]);

  const shared = await prepareModule(await compileWat(`(module (import "env" "memory" (memory 1 100 shared)))`), {
    memoryBytes: MIB,
  });
  assert.deepEqual([shared.memory?.shared, shared.memory?.maximumPages], [true, 16]);
  await start(shared);

  const two = await compileWat(`(module (import "env" "a" (memory 1)) (import "env" "b" (memory 1)))`);
  await assert.rejects(prepareModule(two, { memoryBytes: MIB }), {
    code: "E_IMPORT_NOT_GRANTED",
    message: /"env" "b"/,
  });
  const wide = module([2, [[...toText("env"), ...toText("m"), 2, 4, 1]]]);
  await assert.rejects(prepareModule(wide, { memoryBytes: MIB }), {
    code: "E_IMPORT_NOT_GRANTED",
    message: /64-bit|32-bit/,
  });
});

test("shared memories stay in the module and are capped", async () => {
  const bytes = await compileWat(`(module (memory 1 100 shared)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "add") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 5))))`);
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  assert.equal(prepared.memory, null);
  const running = await start(prepared);
  assert.equal(running.call("add"), 0);
  assert.deepEqual([running.call("grow", 15), running.call("grow", 1), running.refused()], [1, -1, 1]);
});

test("64-bit memories stay in the module and are capped", async (t) => {
  // (memory i64 1) (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
  const bytes = module(
    [1, [[0x60, 1, 0x7e, 1, 0x7e]]],
    [3, [[0]]],
    [5, [[4, 1]]],
    [7, [exported("grow", 0, 0)]],
    [10, [body(0x20, 0, 0x40, 0)]],
  );
  if (!WebAssembly.validate(bytes)) return t.skip("this V8 has no memory64");
  const running = await start(await prepareModule(bytes, { memoryBytes: MIB }));
  assert.deepEqual([running.call("grow", 15n), running.call("grow", 1n), running.refused()], [1n, -1n, 1]);
});

test("functions and sections keep their places when everything has to be made", async () => {
  // Only imports, a start function and code: no type, global or export section has room for what is appended.
  const bytes = await compileWat(`(module
    (import "host" "note" (func $note (param i32)))
    (import "host" "base" (global $base i32))
    (memory 1)
    (start $main)
    (func $main (call $note (i32.add (global.get $base) (memory.grow (i32.const 100))))))`);
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  const noted: number[] = [];
  const running = await start(prepared, {
    host: { note: (value: number) => noted.push(value), base: new WebAssembly.Global({ value: "i32" }, 40) },
  });
  assert.deepEqual(noted, [39]);
  assert.equal(running.refused(), 1);
});

test("recursive types, garbage collection and exceptions are walked through", async (t) => {
  const structs = [0x4e, 2, 0x50, 0, 0x5f, 1, 0x64, 1, 1, 0x5f, 2, 0x77, 1, 0x7f, 0];
  const run = body(
    ...[0xfb, 0x01, 1, 0xfb, 0x14, 1, 0x1a], // struct.new_default 1, ref.test 1, drop
    ...[0x02, 0x7f], // block (result i32)
    ...[0x1f, 0x40, 1, 0x00, 0, 0], // try_table (catch tag 0, to the block)
    ...[0x20, 0, 0x40, 0, 0x08, 0], // local.get 0, memory.grow, throw
    ...[0x0b, 0x00, 0x0b], // end, unreachable, end
  );
  const bytes = module(
    // 0 and 1 are structs of one group, 2 (i32) -> (i32), 3 (i32) -> ()
    [1, [structs, [0x60, 1, 0x7f, 1, 0x7f], [0x60, 1, 0x7f, 0]]],
    [3, [[2]]],
    [5, [[0, 1]]],
    [13, [[0, 3]]],
    [7, [exported("run", 0, 0)]],
    [10, [run]],
  );
  if (!WebAssembly.validate(bytes)) return t.skip("this V8 lacks exnref or garbage collection");
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  const running = await start(prepared);
  assert.deepEqual([running.call("run", 2), running.refused()], [1, 0]);
  assert.deepEqual([running.call("run", 20), running.refused()], [-1, 1]);
});

test("an instruction that is not known leaves the code as it is, and the limit still holds", async () => {
  const bytes = await compileWat(`(module (memory 1)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`);
  const strange = join([bytes]);
  // local.get 0 becomes the unassigned opcodes 0x27 0x00.
  strange[strange.lastIndexOf(0x20)] = 0x27;
  const prepared = await prepareModule(strange, { memoryBytes: MIB });
  assert.equal(prepared.growRefusedGlobal, null);
  assert.equal(prepared.memory?.maximumPages, 16);
});

test("an export that has the global's name keeps it", async () => {
  const bytes = await compileWat(`(module (memory 1)
    (func (export "sandpiper:grow-refused") (result i32) (memory.grow (i32.const 99))))`);
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  const running = await start(prepared);
  assert.equal(running.call("sandpiper:grow-refused"), -1);
  assert.equal(running.refused(), 1);
});

test("custom sections go, function names stay while they are small", async () => {
  const named = await compileWat(`(module (memory 1) (func $grow_here (export "go") unreachable))`, true);
  const debug = [...toText(".debug_info"), ...Array<number>(5000).fill(1)];
  const bytes = join([named, [0, ...toLeb(debug.length)], debug]);
  const prepared = await prepareModule(bytes, { memoryBytes: MIB });
  const compiled = new WebAssembly.Module(prepared.bytes);
  assert.equal(WebAssembly.Module.customSections(compiled, ".debug_info").length, 0);
  assert.equal(WebAssembly.Module.customSections(compiled, "name").length, 1);
  const running = await start(prepared);
  assert.throws(
    () => running.call("go"),
    (error: Error) => error.stack!.includes("grow_here"),
  );

  const names = [...toText("name"), ...Array<number>(600_000).fill(0)];
  const many = join([await compileWat("(module)"), [0, ...toLeb(names.length)], names]);
  assert.deepEqual((await prepareModule(many, { memoryBytes: MIB })).bytes.length, HEADER.length);
});

test("malformed modules are refused with the byte where they go wrong", async () => {
  const cases: [bytes: readonly number[], message: RegExp][] = [
    [[...HEADER, 1], /byte 9: it ends too early/],
    [[...HEADER, 1, 5, 1], /byte 10: it ends too early/],
    [[...HEADER, 77, 0], /byte 8: section 77 is not known/],
    [[...HEADER, 3, 1, 0, 1, 1, 0], /byte 11: section 1 is out of order/],
    [[...HEADER, 5, 1, 0, 5, 1, 0], /out of order or there twice/],
    [[...HEADER, 5, 3, 1, 0xff, 0], /unknown limits|custom page/],
    [[...HEADER, 5, 3, 1, 8, 0], /custom page sizes are not supported/],
    [[...HEADER, 5, 4, 1, 1, 5, 2], /a maximum is below its minimum/],
    [[...HEADER, 5, 6, 1, 1, 1, 0x81, 0x80, 4], /larger than 65536 pages/],
    [[...HEADER, 5, 6, 0xff, 0xff, 0xff, 0xff, 0x0f, 0], /malformed at byte/],
    [[...HEADER, 2, 7, 1, 1, 0x61, 1, 0xff, 0, 0], /byte 13: a name is not UTF-8/],
    [[...HEADER, 7, 4, 1, 0, 9, 0], /0x9 is no kind/],
  ];
  for (const [bytes, message] of cases) {
    await assert.rejects(prepareModule(Uint8Array.from(bytes), { name: "grey", memoryBytes: MIB }), {
      code: "E_MODULE_INVALID",
      message,
    });
  }
});
