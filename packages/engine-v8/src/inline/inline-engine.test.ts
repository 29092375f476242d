import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadOptions, WasiExit } from "@sandpiper/core";
import { ENGINE_GUESTS, type EngineGuestName, guest } from "@sandpiper/testkit";
import { createInlineEngine } from "./inline-engine.ts";

const PAGE = 65_536;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const call = (stdin: Uint8Array = new Uint8Array(0)) => ({ args: ["guest"], env: {}, stdin });

async function run(name: EngineGuestName, options: LoadOptions = {}, stdin?: Uint8Array): Promise<WasiExit> {
  const engine = createInlineEngine();
  const module = await engine.load(await ENGINE_GUESTS[name], { name, ...options });
  return module.run(call(stdin));
}

test("bytes come out as they went in, and an exit code is passed through", async () => {
  const body = new Uint8Array(200_000).map((_, index) => index * 7);
  const echoed = await run("echo", {}, body);
  assert.deepEqual([echoed.exitCode, echoed.error, echoed.stdout], [0, null, body]);
  assert.equal((await run("silent")).exitCode, 0);
  const exit = await run("exit3");
  assert.deepEqual([exit.exitCode, exit.error], [3, null]);
});

test("a guest need not read its input", async () => {
  const sipped = await run("sip", {}, new TextEncoder().encode("0123456789"));
  assert.equal(text(sipped.stdout), "01234567");
  assert.equal((await run("silent", {}, new Uint8Array(100_000))).exitCode, 0);
});

test("statistics tell of time and memory", async () => {
  const { stats } = await run("echo");
  assert.equal(stats.memoryBytes, PAGE);
  assert.ok(stats.instantiateMs >= 0 && stats.runMs >= 0);
  assert.equal(stats.queueMs, 0);
});

const TRAPS: readonly (readonly [EngineGuestName, string])[] = [
  ["unreachable", "unreachable"],
  ["outOfBounds", "out of bounds memory access"],
  ["divide", "integer divide by zero"],
  ["recurse", "call stack exhausted"],
  ["throws", "uncaught exception"],
];
for (const [name, words] of TRAPS) {
  test(`a trap is named: ${words}`, async () => {
    const { error, exitCode } = await run(name);
    assert.equal(exitCode, null);
    assert.equal(error?.code, "E_GUEST_TRAP");
    assert.equal(error?.message, `${name} trapped: ${words}`);
  });
}

test("the logs have the guest's stack when it trapped, the error has not", async () => {
  const { error, stderr } = await run("unreachable");
  assert.match(text(stderr), /^unreachable trapped: unreachable\nwasm backtrace:\n {2}0: boom \(function 7, /);
  assert.match(text(stderr), /\n {2}1: main /);
  assert.doesNotMatch(JSON.stringify(error), /boom/);
});

test("output over its cap ends the guest, with what fitted, even if it catches everything", async () => {
  for (const name of ["floodOutput", "floodStubborn"] as const) {
    const { error, stdout } = await run(name, { limits: { outputBytes: 100_000 } });
    assert.equal(error?.code, "E_GUEST_OUTPUT");
    assert.equal(stdout.length, 100_000);
  }
});

test("logs over their cap are dropped and counted, and the guest goes on", async () => {
  const { exitCode, stderr, stats } = await run("floodLog", { limits: { logBytes: 5000 } });
  assert.deepEqual([exitCode, stderr.length, stats.stderrDropped], [0, 5000, 1000 * 1024 - 5000]);
});

test("wild pointers are answered with fault", async () => {
  assert.equal((await run("wildPointer")).exitCode, 21);
  assert.equal((await run("wildList")).exitCode, 21);
});

for (const name of ["growBomb", "manyMemories", "tableBomb"] as const) {
  test(`memory is capped, and a trap after a refusal is a memory error: ${name}`, async () => {
    const { error, stats } = await run(name, { limits: { memoryBytes: 8 * 1024 ** 2 } });
    assert.equal(error?.code, "E_MEMORY_LIMIT");
    assert.match(error?.message ?? "", /8 MiB/);
    assert.ok(stats.memoryBytes <= 8 * 1024 ** 2);
  });
}

test("a module that starts with more than its limit is refused as it is loaded", async () => {
  const bytes = await guest("", "", '(memory (export "memory") 200)');
  const loading = createInlineEngine().load(bytes, { name: "large", limits: { memoryBytes: 1024 ** 2 } });
  await assert.rejects(loading, { code: "E_MEMORY_LIMIT", message: /large starts with/ });
});

test("a start function may already use WASI", async () => {
  const bytes = await guest(
    "",
    '(func $early (call $write (i32.const 1) (i32.const 16) (i32.const 2))) (start $early) (data (i32.const 16) "hi")',
  );
  const module = await createInlineEngine().load(bytes);
  assert.equal(text((await module.run(call())).stdout), "hi");
});

test("a compiled module runs too", async () => {
  const module = await createInlineEngine().load(await WebAssembly.compile(await ENGINE_GUESTS.echo));
  assert.equal(module.sha256, "");
  assert.equal(text((await module.run(call(new TextEncoder().encode("as it is")))).stdout), "as it is");
});

test("what cannot be run is refused as it is loaded", async () => {
  const engine = createInlineEngine();
  await assert.rejects(engine.load(new TextEncoder().encode("hello")), { code: "E_MODULE_INVALID" });
  const withoutStart = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  await assert.rejects(engine.load(withoutStart), { code: "E_MODULE_INVALID", message: /_start/ });
  const wanting = await guest("", "", '(import "env" "secret" (func)) (memory 1)');
  await assert.rejects(engine.load(wanting), { code: "E_IMPORT_NOT_GRANTED", message: /env\.secret/ });
  const misspelt = await guest("", "", '(import "wasi_snapshot_preview1" "fd_wriet" (func)) (memory 1)');
  await assert.rejects(engine.load(misspelt), { code: "E_IMPORT_NOT_GRANTED", message: /fd_wriet/ });
});

test("limits and grants are checked at the door", async () => {
  const bytes = await ENGINE_GUESTS.silent;
  const refuse = (options: LoadOptions, message: RegExp) =>
    assert.rejects(createInlineEngine().load(bytes, options), { code: "E_CONFIG", message });
  await refuse({ limits: { timeoutMs: 0 } }, /timeoutMs is 0/);
  await refuse({ limits: { outputBytes: 1.5 } }, /outputBytes is 1.5/);
  await refuse({ limits: { memoryBytes: Number.NaN } }, /memoryBytes is NaN/);
  await refuse({ grants: { directories: [{ guest: "/a" }, { guest: "/a" }] } }, /two folders/);
  await refuse(
    { grants: { directories: [{ guest: "/a", files: { "../b": new Uint8Array(1) } }] } },
    /files granted at \/a/,
  );
  await refuse({ grants: { directories: [{ guest: "/a", host: "/tmp" }] } }, /this engine has none/);
});

test("a folder in memory is made new for each invocation", async () => {
  // Opens /data/n with create and exclusive; ends with the errno.
  const bytes = await guest(
    `(call $proc_exit (call $path_open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 5)
      (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 8)))`,
    '(data (i32.const 32) "n")',
  );
  const module = await createInlineEngine().load(bytes, { grants: { directories: [{ guest: "/data" }] } });
  for (let round = 0; round < 3; round++) assert.equal((await module.run(call())).exitCode, 0);
});

test("an argument that no guest can be told is the caller's mistake", async () => {
  const module = await createInlineEngine().load(await ENGINE_GUESTS.silent, { name: "silent" });
  const { error, exitCode } = await module.run({ ...call(), args: ["a\0b"] });
  assert.deepEqual([error?.code, exitCode], ["E_USAGE", null]);
  assert.equal((await module.run(call())).exitCode, 0);
});

test("what is closed or cancelled runs no more", async () => {
  const engine = createInlineEngine();
  const module = await engine.load(await ENGINE_GUESTS.silent);
  await assert.rejects(module.run({ ...call(), signal: AbortSignal.abort() }), { code: "E_CANCELLED" });
  const other = await engine.load(await ENGINE_GUESTS.silent);
  await other.close();
  await assert.rejects(other.run(call()), { code: "E_ENGINE_UNAVAILABLE" });
  await engine.close();
  await assert.rejects(module.run(call()), { code: "E_ENGINE_UNAVAILABLE" });
  await assert.rejects(engine.load(await ENGINE_GUESTS.silent), { code: "E_ENGINE_UNAVAILABLE" });
});
