import { compileWat } from "../fixtures/compile-wat.ts";

const IMPORTS = `
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))`;

/** `$write(fd, at, length)` and `$read(at, length)`: iovecs at 0, counts at 8. */
const HELPERS = `
  (func $write (param $fd i32) (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func $read (param $at i32) (param $length i32) (result i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.load (i32.const 8)))`;

/** A guest whose `_start` is `code`; memory is one page to begin with, free from 16 on. */
export function guest(
  code: string,
  more = "",
  memory = '(memory (export "memory") 1)',
): Promise<Uint8Array<ArrayBuffer>> {
  return compileWat(`(module ${IMPORTS} ${memory} ${HELPERS} ${more} (func $main (export "_start") ${code}))`, true);
}

const COUNTER = "(local $i i32)";

/** Guests that tests of every way to run them share, by what they do. */
export const ENGINE_GUESTS = {
  echo: guest(`
    (local $count i32)
    (loop $more
      (local.set $count (call $read (i32.const 1024) (i32.const 32768)))
      (if (local.get $count) (then
        (call $write (i32.const 1) (i32.const 1024) (local.get $count))
        (br $more))))`),
  /** Reads eight bytes and no more. */
  sip: guest(`(call $write (i32.const 1) (i32.const 16) (call $read (i32.const 16) (i32.const 8)))`),
  silent: guest(""),
  exit3: guest("(call $proc_exit (i32.const 3))"),
  spin: guest("(call $forever)", "(func $forever (loop $again (br $again)))"),
  /** Logs, then never ends. */
  logAndSpin: guest(
    `(i32.store (i32.const 16) (i32.const 0x0a676f6c)) (call $write (i32.const 2) (i32.const 16) (i32.const 4))
     (loop $again (br $again))`,
  ),
  /** Sleeps 10 ms at a time, for ever: one subscription to the monotonic clock at 64. */
  sleeper: guest(`
    (i32.store (i32.const 80) (i32.const 1))
    (i64.store (i32.const 88) (i64.const 10000000))
    (loop $again
      (drop (call $poll_oneoff (i32.const 64) (i32.const 256) (i32.const 1) (i32.const 8)))
      (br $again))`),
  /** Sleeps an hour at once. */
  deepSleeper: guest(`
    (i32.store (i32.const 80) (i32.const 1))
    (i64.store (i32.const 88) (i64.const 3600000000000))
    (drop (call $poll_oneoff (i32.const 64) (i32.const 256) (i32.const 1) (i32.const 8)))`),
  unreachable: guest("(call $boom)", "(func $boom unreachable)"),
  outOfBounds: guest("(drop (i32.load (i32.const 0x7fffffff)))"),
  divide: guest("(drop (i32.div_s (i32.const 1) (i32.load (i32.const 500))))"),
  /** Deeper and deeper, with something to do on the way back: a compiler makes a loop of a call that comes last. */
  recurse: guest(
    "(call $deeper (i32.const 0))",
    `(func $deeper (param $depth i32)
       (call $deeper (i32.add (local.get $depth) (i32.const 1)))
       (i32.store (i32.const 600) (local.get $depth)))`,
  ),
  throws: guest("(throw $oops)", "(tag $oops)"),
  floodOutput: guest("(loop $again (call $write (i32.const 1) (i32.const 0) (i32.const 65536)) (br $again))"),
  /** Catches what the host throws at it, and goes on. */
  floodStubborn: guest(
    "(loop $again (try (do (call $write (i32.const 1) (i32.const 0) (i32.const 65536))) (catch_all)) (br $again))",
  ),
  /** A thousand times 1 KiB of standard error. */
  floodLog: guest(
    `${COUNTER} (loop $again
      (call $write (i32.const 2) (i32.const 0) (i32.const 1024))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 1000))))`,
  ),
  /** Ends with the errno of a write from far outside its memory. */
  wildPointer: guest(
    `(i32.store (i32.const 0) (i32.const 0xfffffff0)) (i32.store (i32.const 4) (i32.const 4096))
     (call $proc_exit (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))`,
  ),
  /** Ends with the errno of a write whose list is far outside its memory. */
  wildList: guest(
    `(call $proc_exit (call $fd_write (i32.const 1) (i32.const 0xfffffff0) (i32.const 0x7fffffff) (i32.const 8)))`,
  ),
  /** Grows page by page, uses each, and traps when it gets no more, as a Rust program does. */
  growBomb: guest(
    `${COUNTER} (loop $again
      (local.set $i (memory.grow (i32.const 1)))
      (if (i32.eq (local.get $i) (i32.const -1)) (then unreachable))
      (i32.store (i32.mul (local.get $i) (i32.const 65536)) (i32.const 1))
      (br $again))`,
  ),
  manyMemories: guest(
    `(loop $again
      (if (i32.eq (memory.grow $a (i32.const 16)) (i32.const -1)) (then
        (if (i32.eq (memory.grow $b (i32.const 16)) (i32.const -1)) (then unreachable))))
      (br $again))`,
    "(memory $b 1)",
    '(memory $a (export "memory") 1)',
  ),
  tableBomb: guest(
    `(loop $again
      (if (i32.eq (table.grow $t (ref.null func) (i32.const 50000)) (i32.const -1)) (then unreachable))
      (br $again))`,
    "(table $t 1 funcref)",
  ),
} as const;

export type EngineGuestName = keyof typeof ENGINE_GUESTS;

/** A module that keeps a list of structures, each holding the one before: WebAssembly GC, which wabt cannot write. */
export function structBomb(): Uint8Array<ArrayBuffer> {
  // 0 is (struct (field (mut (ref null 0)))), 1 is (func).
  const types = [2, 0x5f, 1, 0x63, 0, 1, 0x60, 0, 0];
  // One local of (ref null 0): loop, local.get 0, struct.new 0, local.set 0, br 0, end, end.
  const body = [1, 1, 0x63, 0, 0x03, 0x40, 0x20, 0, 0xfb, 0, 0, 0x21, 0, 0x0c, 0, 0x0b, 0x0b];
  return gcModule(types, body);
}

/** A module that makes an array of 64 MB: of WebAssembly GC again. */
export function arrayBomb(): Uint8Array<ArrayBuffer> {
  const types = [2, 0x5e, 0x78, 1, 0x60, 0, 0];
  const body = [0, 0x41, 0x80, 0x80, 0x80, 0x20, 0xfb, 7, 0, 0x1a, 0x0b];
  return gcModule(types, body);
}

function gcModule(types: readonly number[], body: readonly number[]): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): number[] => [id, content.length, ...content];
  const start = [..."_start"].map((letter) => letter.charCodeAt(0));
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(3, [1, 1]),
    ...section(7, [1, start.length, ...start, 0, 0]),
    ...section(10, [1, body.length, ...body]),
  ]);
}
