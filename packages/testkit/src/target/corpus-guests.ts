import { compileWat } from "../fixtures/compile-wat.ts";
import { says } from "../fixtures/guests.ts";

const WASI = '"wasi_snapshot_preview1"';

/**
 * Computes for about a second, then says so: in some places no time passes while a function computes. It takes 500,000,000 steps of a
 * generator of random numbers (Numerical Recipes' `ranqd1`) up to a known one, since compilers see through counting.
 */
const SLOW = says("done").replace(
  '(func (export "_start")',
  `(func (export "_start") (local $n i32) (loop $l (br_if $l (i32.ne
    (local.tee $n (i32.add (i32.mul (local.get $n) (i32.const 1664525)) (i32.const 1013904223)))
    (i32.const 402921728))))`,
);

/** Sleeps for 300 ms (`poll_oneoff` of the monotonic clock), then says what came of it. */
const SLEEP = `(module
  (import ${WASI} "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import ${WASI} "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import ${WASI} "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\06\\00\\00\\00")
  (data (i32.const 16) "rested")
  (func (export "_start") (local $errno i32)
    (i32.store (i32.const 80) (i32.const 1))
    (i64.store (i32.const 88) (i64.const 300000000))
    (local.set $errno (call $poll (i32.const 64) (i32.const 128) (i32.const 1) (i32.const 192)))
    (if (local.get $errno) (then (call $exit (local.get $errno))))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

/** Writes 8,192 lines of 64 bytes, each by a call of its own. */
const LINES = `(module
  (import ${WASI} "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\40\\00\\00\\00")
  (data (i32.const 16) "sandpipers run along the water's edge, bit by bit, all day long\\0a")
  (func (export "_start") (local $n i32)
    (loop $more
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      (br_if $more (i32.ne (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 8192))))))`;

/** Refuses its input in words: exit code 65 is `EX_DATAERR` of `sysexits.h`. */
const REFUSE = says("not this one")
  .replace("(memory", `(import ${WASI} "proc_exit" (func $exit (param i32))) (memory`)
  .replace("(i32.const 8)))))", "(i32.const 8))) (call $exit (i32.const 65))))");

/** Takes memory until it gets no more, and can't go on then. */
const GREEDY = `(module
  (memory (export "memory") 1)
  (func (export "_start")
    (loop $more (br_if $more (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
    unreachable))`;

const TEXTS: Readonly<Record<string, string>> = {
  "slow.wasm": SLOW,
  "sleep.wasm": SLEEP,
  "lines.wasm": LINES,
  "refuse.wasm": REFUSE,
  "greedy.wasm": GREEDY,
};

/** Guests that only the corpus has, by file name. */
export async function makeCorpusGuests(): Promise<Record<string, Uint8Array>> {
  const made: Record<string, Uint8Array> = {};
  for (const [name, text] of Object.entries(TEXTS)) made[name] = await compileWat(text);
  return made;
}
