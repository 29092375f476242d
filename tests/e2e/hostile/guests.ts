import type { FunctionConfig } from "../../../packages/cli/src/config/schema.ts";
import { compileWat } from "../../support/wat.ts";

/** What a bad guest's call must be answered with. */
export interface Expected {
  readonly status: number;
  /** The error's code; left out for an answer that is none. */
  readonly code?: string;
  /** The answer's body, where it is none of ours. */
  readonly body?: string;
}

export interface Guest {
  readonly name: string;
  readonly wasm: Uint8Array;
  readonly settings: FunctionConfig;
  /** Left out for the good ones, which are asked more than one thing. */
  readonly expected?: Expected;
  /** It takes seconds of a processor until it is stopped. */
  readonly heavy?: boolean;
}

/** Of every guest here, good ones too. */
export const MAX_BODY = 2 ** 20;
/** What ends by itself may wait long for a processor on a busy machine, and nothing else makes it slow. */
const SETTINGS: FunctionConfig = { memory: "16MiB", timeout: "30s", maxBody: "1MiB", maxOutput: "1MiB" };
const ENDLESS: FunctionConfig = { ...SETTINGS, timeout: "150ms" };

const IMPORTS = {
  fd_read: "i32 i32 i32 i32",
  fd_write: "i32 i32 i32 i32",
  fd_filestat_get: "i32 i32",
  args_get: "i32 i32",
  args_sizes_get: "i32 i32",
  clock_time_get: "i32 i64 i32",
  random_get: "i32 i32",
  poll_oneoff: "i32 i32 i32 i32",
  sched_yield: "",
};

/** Memory: 0 to 16 for vectors and counts, input from 4096. */
const PRELUDE = `
  ${Object.entries(IMPORTS)
    .map(([name, types]) => `(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${types}) (result i32)))`)
    .join("\n  ")}
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 24)
  (table $functions 2 funcref)
  (func $read (result i32) (local $length i32)
    (block $done (loop $more
      (i32.store (i32.const 0) (i32.add (i32.const 4096) (local.get $length)))
      (i32.store (i32.const 4) (i32.sub (i32.const 1500000) (local.get $length)))
      (if (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
      (br_if $done (i32.eqz (i32.load (i32.const 8))))
      (local.set $length (i32.add (local.get $length) (i32.load (i32.const 8))))
      (br $more)))
    (local.get $length))
  (func $write (param $fd i32) (param $at i32) (param $length i32)
    (block $done (loop $more
      (br_if $done (i32.eqz (local.get $length)))
      (i32.store (i32.const 0) (local.get $at))
      (i32.store (i32.const 4) (local.get $length))
      (if (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
      (local.set $at (i32.add (local.get $at) (i32.load (i32.const 8))))
      (local.set $length (i32.sub (local.get $length) (i32.load (i32.const 8))))
      (br $more))))`;

const command = (start: string): Promise<Uint8Array> =>
  compileWat(`(module ${PRELUDE} (func (export "_start") ${start}))`);

/** Every byte of the input, changed in a way that only running the guest brings about. */
const INVERT = `(local $length i32) (local $at i32)
  (local.set $length (call $read))
  (block $done (loop $more
    (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
    (i32.store8 offset=4096 (local.get $at)
      (i32.xor (i32.load8_u offset=4096 (local.get $at)) (i32.const 0xff)))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (br $more)))
  (call $write (i32.const 1) (i32.const 4096) (local.get $length))`;

const ECHO = `(call $write (i32.const 1) (i32.const 4096) (call $read))`;

/** Far outside, at the very end, and across the end of a memory of 24 pages. */
const WILD = ["0xfffffff0", "0x7fffffff", "0x00180000", "0x0017ffff", "-1"];

const FAULT = 21;
const INVAL = 28;

/** Calls with a pointer that leads nowhere, and the errno each must answer with, having harmed nothing. */
const WILD_CALLS = WILD.flatMap((pointer) => {
  const p = `(i32.const ${pointer})`;
  const faults = [
    `(call $fd_write (i32.const 1) ${p} (i32.const 1) (i32.const 8))`,
    `(call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 8))`,
    `(call $fd_write (i32.const 1) (i32.const 0) (i32.const 0x1fffffff) (i32.const 8))`,
    `(call $fd_read (i32.const 0) ${p} (i32.const 1) (i32.const 8))`,
    `(call $clock_time_get (i32.const 0) (i64.const 1) ${p})`,
    `(call $random_get ${p} (i32.const 64))`,
    `(call $random_get (i32.const 64) ${p})`,
    `(call $args_get ${p} ${p})`,
    `(call $args_sizes_get ${p} (i32.const 8))`,
    `(call $fd_filestat_get (i32.const 1) ${p})`,
    `(call $poll_oneoff ${p} (i32.const 64) (i32.const 1) (i32.const 8))`,
  ];
  const tooMany = `(call $poll_oneoff (i32.const 64) (i32.const 64) (i32.const 0x0fffffff) (i32.const 8))`;
  return [...faults.map((call) => ({ pointer, call, errno: FAULT })), { pointer, call: tooMany, errno: INVAL }];
});

const WILD_START = `
  ${WILD_CALLS.map(
    ({ pointer, call, errno }) => `
  (i32.store (i32.const 64) (i32.const ${pointer}))
  (i32.store (i32.const 68) (i32.const 64))
  (if (i32.ne ${call} (i32.const ${errno})) (then unreachable))`,
  ).join("")}
  (i32.store (i32.const 128) (i32.const 0x746c7561)) ;; "ault"
  (i32.store8 (i32.const 127) (i32.const 0x66)) ;; "f"
  (call $write (i32.const 1) (i32.const 127) (i32.const 5))`;

/** Asks for memory until none is given, then fails at it. */
const MEMORY_BOMB = `(loop $more
  (br_if $more (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
  unreachable`;
const TABLE_BOMB = `(loop $more
  (br_if $more (i32.ne (table.grow $functions (ref.null func) (i32.const 4096)) (i32.const -1))))
  unreachable`;

/**
 * Garbage-collected memory without end, encoded by hand: a list that is kept alive from a global.
 * (type 0 (struct (field (ref null 0)) (field i64) eight times)) (global (mut (ref null 0)) (ref.null 0))
 */
const EIGHT = Array.from({ length: 8 });
const HEAP_BOMB = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 25, 2, 0x5f, 9, 0x63, 0, 0, ...EIGHT.flatMap(() => [0x7e, 0]), 0x60, 0, 0],
  ...[3, 2, 1, 1],
  ...[5, 3, 1, 0, 1],
  ...[6, 7, 1, 0x63, 0, 1, 0xd0, 0, 0x0b],
  ...[7, 19, 2, 6, ...Buffer.from("_start"), 0, 0, 6, ...Buffer.from("memory"), 2, 0],
  // loop: global.get 0, eight times i64.const 0, struct.new 0, global.set 0, br 0
  ...[10, 32, 1, 30, 0, 0x03, 0x40, 0x23, 0, ...EIGHT.flatMap(() => [0x42, 0])],
  ...[0xfb, 0x00, 0, 0x24, 0, 0x0c, 0, 0x0b, 0x0b],
]);

const timeout: Expected = { status: 504, code: "E_TIMEOUT" };
const memory: Expected = { status: 502, code: "E_MEMORY_LIMIT" };
const trap: Expected = { status: 502, code: "E_GUEST_TRAP" };
const output: Expected = { status: 502, code: "E_GUEST_OUTPUT" };

/** Name, `_start`, what comes of it. */
const BAD_GUESTS: readonly [name: string, start: string, expected: Expected][] = [
  ["spin", "(loop $more (br $more))", timeout],
  ["yield", "(loop $more (drop (call $sched_yield)) (br $more))", timeout],
  [
    "sleep",
    // One subscription to the monotonic clock, an hour from now.
    `(i32.store (i32.const 80) (i32.const 1))
     (i64.store (i32.const 88) (i64.const 3600000000000))
     (drop (call $poll_oneoff (i32.const 64) (i32.const 256) (i32.const 1) (i32.const 8)))`,
    timeout,
  ],
  ["memory-bomb", MEMORY_BOMB, memory],
  ["table-bomb", TABLE_BOMB, memory],
  ["recurse", "(call $deeper)", trap],
  ["trap", "unreachable", trap],
  ["wild-load", "(drop (i32.load (i32.const -8)))", trap],
  ["exit", "(call $proc_exit (i32.const 3))", { status: 502, code: "E_GUEST_EXIT" }],
  ["flood", "(loop $more (call $write (i32.const 1) (i32.const 4096) (i32.const 65536)) (br $more))", output],
  ["shout", "(loop $more (call $write (i32.const 2) (i32.const 4096) (i32.const 65536)) (br $more))", timeout],
  ["wild-calls", WILD_START, { status: 200, body: "fault" }],
];

export const GOOD_GUESTS = { invert: "invert", cgi: "cgi-echo" } as const;

export async function makeGuests(): Promise<Guest[]> {
  const bad = BAD_GUESTS.map(async ([name, start, expected]) => {
    const deeper = name === "recurse" ? "(func $deeper (call $deeper) (call $deeper))" : "";
    const wasm = await compileWat(`(module ${PRELUDE} ${deeper} (func (export "_start") ${start}))`);
    return { name, wasm, settings: expected === timeout ? ENDLESS : SETTINGS, expected };
  });
  return [
    { name: GOOD_GUESTS.invert, wasm: await command(INVERT), settings: SETTINGS },
    { name: GOOD_GUESTS.cgi, wasm: await command(ECHO), settings: { ...SETTINGS, abi: "cgi" } },
    { name: "heap-bomb", wasm: HEAP_BOMB, settings: SETTINGS, expected: memory, heavy: true },
    ...(await Promise.all(bad)),
  ];
}
