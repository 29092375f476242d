import assert from "node:assert/strict";
import { test } from "node:test";
import wabtInit from "wabt";
import { createWasi } from "./create-wasi.ts";
import { driveGuest, errnoName } from "./driven-guest.fixture.ts";
import { Errno, WasiErrno } from "./errno.ts";
import { createMemoryFileSystem } from "./fs/memory-file-system.ts";
import { createCollectingOutput } from "./streams.ts";
import type { WasiOptions } from "./wasi.ts";

const wabt = await wabtInit();

function instantiate(wat: string, options: WasiOptions = {}) {
  const parsed = wabt.parseWat("guest.wat", wat, { exceptions: true });
  const module = new WebAssembly.Module(new Uint8Array(parsed.toBinary({}).buffer));
  parsed.destroy();
  const wasi = createWasi(options);
  const imports = { wasi_snapshot_preview1: wasi.imports } as unknown as WebAssembly.Imports;
  return { wasi, instance: new WebAssembly.Instance(module, imports) };
}

function run(wat: string, options?: WasiOptions): number {
  const { wasi, instance } = instantiate(wat, options);
  return wasi.start(instance);
}

const EXIT = `(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))`;
const WRITE = `(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))`;
/** Writes the five bytes of `hello` to standard output. */
const HELLO = `(memory (export "memory") 1) (data (i32.const 16) "hello") (data (i32.const 0) "\\10\\00\\00\\00\\05\\00\\00\\00")`;

test("all 46 functions of preview 1 are there", () => {
  const names = Object.keys(createWasi().imports);
  assert.equal(names.length, 46);
  assert.equal(new Set(names).size, 46);
});

test("a guest that returns has exited with 0", () => {
  assert.equal(run(`(module (memory (export "memory") 1) (func (export "_start")))`), 0);
});

test("the exit code is what proc_exit was given, unsigned", () => {
  const exits = (code: string) => run(`(module ${EXIT} (func (export "_start") (call $exit (i32.const ${code}))))`);
  assert.equal(exits("0"), 0);
  assert.equal(exits("7"), 7);
  assert.equal(exits("-1"), 4_294_967_295);
});

test("a guest that catches its exit cannot go on", () => {
  const stdout = createCollectingOutput({ limit: 100 });
  const wat = `(module ${EXIT} ${WRITE} ${HELLO}
    (func (export "_start")
      (try (do (call $exit (i32.const 3))) (catch_all))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;
  assert.equal(run(wat, { stdout }), 3);
  assert.equal(stdout.bytes().length, 0);
  // Nor does the way it ends afterwards count.
  const returns = `(module ${EXIT} (func (export "_start") (try (do (call $exit (i32.const 4))) (catch_all))))`;
  assert.equal(run(returns), 4);
  const traps = `(module ${EXIT} (func (export "_start") (try (do (call $exit (i32.const 5))) (catch_all)) unreachable))`;
  assert.equal(run(traps), 5);
});

test("what a stream throws comes out as it is, even if the guest catches it", () => {
  const full = new Error("full");
  const stdout = createCollectingOutput({ limit: 3, onOverflow: () => full });
  const wat = `(module ${WRITE} ${HELLO}
    (func (export "_start")
      (try (do (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))) (catch_all))))`;
  assert.throws(
    () => run(wat, { stdout }),
    (error) => error === full,
  );
  assert.equal(new TextDecoder().decode(stdout.bytes()), "hel");
});

test("a WasiErrno of a stream is the guest's errno", () => {
  const write = () => {
    throw new WasiErrno(Errno.pipe);
  };
  const wat = `(module ${WRITE} ${EXIT} ${HELLO}
    (func (export "_start") (call $exit (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;
  assert.equal(run(wat, { stdout: { write } }), Errno.pipe);
});

test("a trap comes out as it is", () => {
  const wat = `(module (memory (export "memory") 1) (func (export "_start") unreachable))`;
  assert.throws(() => run(wat), WebAssembly.RuntimeError);
});

test("a host call before the memory is known is a fault, not an exception", () => {
  const wat = `(module ${WRITE} ${HELLO} (global $errno (export "errno") (mut i32) (i32.const -1))
    (func $early (global.set $errno (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
    (start $early) (func (export "_start")))`;
  const { wasi, instance } = instantiate(wat);
  assert.equal((instance.exports.errno as WebAssembly.Global).value, Errno.fault);
  assert.equal(wasi.start(instance), 0);
});

test("what is no command is refused, and so is a second guest", () => {
  const reactor = instantiate(`(module (func (export "_initialize")))`);
  assert.throws(() => reactor.wasi.start(reactor.instance), /no function _start/);
  const command = instantiate(`(module (func (export "_start")))`);
  command.wasi.start(command.instance);
  assert.throws(() => command.wasi.start(command.instance), /has run a guest already/);
});

test("what could not be told to a guest unchanged is refused", () => {
  assert.throws(() => createWasi({ args: ["a\0b"] }), TypeError);
  assert.throws(() => createWasi({ env: { A: "b\0c" } }), TypeError);
  assert.throws(() => createWasi({ env: { "A=B": "c" } }), TypeError);
  assert.throws(() => createWasi({ env: { "": "c" } }), TypeError);
  assert.throws(() => createWasi({ preopens: [{ path: "", directory: createMemoryFileSystem() }] }), TypeError);
});

test("close closes what the guest left open, once", () => {
  const closed: string[] = [];
  const directory = createMemoryFileSystem();
  const open = directory.openDirectory.bind(directory);
  directory.createDirectory("sub");
  directory.close = () => closed.push("preopen");
  directory.openDirectory = (name) => {
    const opened = open(name);
    opened.close = () => closed.push(name);
    return opened;
  };
  const guest = driveGuest({ preopens: [{ path: "/", directory }] });
  guest.open("sub");
  guest.open(".");
  guest.open("sub/..");
  assert.deepEqual(closed, ["sub"], "what a walk opened is closed after it");
  guest.wasi.close();
  assert.deepEqual(closed.sort(), ["preopen", "sub", "sub"]);
  guest.wasi.close();
  assert.equal(closed.length, 3);
  assert.equal(errnoName(guest.call("fd_fdstat_get", 1, guest.result)), "badf");
});

test("signals that would end a process end the guest, others are told apart", () => {
  const raise = `(import "wasi_snapshot_preview1" "proc_raise" (func $raise (param i32) (result i32)))`;
  const raises = (signal: number) =>
    run(`(module ${raise} ${EXIT} (func (export "_start") (call $exit (call $raise (i32.const ${signal})))))`);
  assert.equal(raises(6), 134, "abrt");
  assert.equal(raises(9), 137, "kill");
  assert.equal(raises(0), Errno.success, "none");
  assert.equal(raises(16), Errno.success, "chld");
  assert.equal(raises(18), Errno.notsup, "stop");
  assert.equal(raises(31), Errno.inval);
  assert.equal(raises(-1), Errno.inval);
});
