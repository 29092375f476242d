import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import type { LoadedModule, LoadOptions, WasiCall } from "@sandpiper/core";
import { ENGINE_GUESTS, type EngineGuestName, guest, structBomb } from "@sandpiper/testkit";
import { createPoolEngine, type PoolEngineOptions } from "./pool-engine.ts";
import { canWatchCpu } from "./thread-cpu.ts";

const MIB = 1024 ** 2;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);
const call = (more: Partial<WasiCall> = {}): WasiCall => ({
  args: ["guest"],
  env: {},
  stdin: new Uint8Array(0),
  ...more,
});

const unexpected = (): never => assert.fail("it should not have ended well");

const engine = createPoolEngine({ workers: 2 });
after(() => engine.close());
const load = async (name: EngineGuestName, options: LoadOptions = {}): Promise<LoadedModule> =>
  engine.load(await ENGINE_GUESTS[name], { name, ...options });

async function withEngine(
  options: PoolEngineOptions,
  use: (engine: ReturnType<typeof createPoolEngine>) => Promise<void>,
) {
  const own = createPoolEngine(options);
  try {
    await use(own);
  } finally {
    await own.close();
  }
}

test("large input and output cross to a worker and back unchanged", async () => {
  const stdin = new Uint8Array(5 * MIB).map((_, index) => index * 31);
  const expected = stdin.slice();
  const exit = await (await load("echo")).run(call({ stdin }));
  assert.deepEqual([exit.exitCode, exit.error], [0, null]);
  assert.equal(Buffer.compare(exit.stdout, expected), 0);
});

test("only the input itself crosses, not the buffer it lies in", async () => {
  const buffer = bytes("secret input secret");
  const view = buffer.subarray(7, 12);
  const exit = await (await load("echo")).run(call({ stdin: view }));
  assert.equal(text(exit.stdout), "input");
  assert.equal(text(buffer), "secret input secret");
  const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(65);
  assert.equal(text((await (await load("echo")).run(call({ stdin: shared }))).stdout), "AAA");
});

test("a guest need not read its input, or not all", async () => {
  const exit = await (await load("sip")).run(call({ stdin: new Uint8Array(5 * MIB).fill(66) }));
  assert.equal(text(exit.stdout), "BBBBBBBB");
  assert.equal((await (await load("silent")).run(call({ stdin: new Uint8Array(MIB) }))).exitCode, 0);
});

test("exit codes, traps and caps are told as in the thread itself", async () => {
  const end = async (name: EngineGuestName, options: LoadOptions = {}) => (await load(name, options)).run(call());
  assert.equal((await end("exit3")).exitCode, 3);
  const trap = await end("unreachable");
  assert.deepEqual([trap.error?.code, trap.error?.message], ["E_GUEST_TRAP", "unreachable trapped: unreachable"]);
  assert.match(text(trap.stderr), /0: boom/);
  assert.equal((await end("recurse")).error?.message, "recurse trapped: call stack exhausted");
  const flood = await end("floodStubborn", { limits: { outputBytes: 70_000 } });
  assert.deepEqual([flood.error?.code, flood.stdout.length], ["E_GUEST_OUTPUT", 70_000]);
  const log = await end("floodLog", { limits: { logBytes: 5000 } });
  assert.deepEqual([log.exitCode, log.stderr.length, log.stats.stderrDropped], [0, 5000, 1000 * 1024 - 5000]);
  assert.equal((await end("wildPointer")).exitCode, 21);
});

for (const name of ["spin", "sleeper", "deepSleeper"] as const) {
  test(`a guest over its deadline is stopped, and no other: ${name}`, async () => {
    const module = await load(name, { limits: { timeoutMs: 100 } });
    const echo = await load("echo");
    const [stopped, ...others] = await Promise.all([
      module.run(call()),
      ...Array.from({ length: 20 }, (_, index) => echo.run(call({ stdin: bytes(`number ${index}`) }))),
    ]);
    assert.deepEqual([stopped.error?.code, stopped.exitCode], ["E_TIMEOUT", null]);
    assert.ok(stopped.stats.runMs >= 100, "not before its time");
    assert.deepEqual(
      others.map((exit) => text(exit.stdout)),
      Array.from(others, (_, index) => `number ${index}`),
    );
  });
}

test("a stopped guest's logs are kept", async () => {
  const exit = await (await load("logAndSpin", { limits: { timeoutMs: 100 } })).run(call());
  assert.deepEqual([exit.error?.code, text(exit.stderr)], ["E_TIMEOUT", "log\n"]);
});

test("processor time is limited on its own, and sleeping uses none", { skip: !canWatchCpu }, async () => {
  const limits = { timeoutMs: 20_000, cpuTimeoutMs: 150 };
  const busy = await (await load("spin", { limits })).run(call());
  assert.equal(busy.error?.code, "E_TIMEOUT");
  assert.match(busy.error?.message ?? "", /150 ms of processor time/);
  assert.ok((busy.stats.cpuMs ?? 0) >= 150);
  const asleep = await (await load("sleeper", { limits: { timeoutMs: 800, cpuTimeoutMs: 400 } })).run(call());
  assert.match(asleep.error?.message ?? "", /did not end within 800 ms/);
});

test("memory bombs end as such, whatever they fill", async () => {
  for (const name of ["growBomb", "manyMemories", "tableBomb"] as const) {
    const exit = await (await load(name, { limits: { memoryBytes: 16 * MIB } })).run(call());
    assert.equal(exit.error?.code, "E_MEMORY_LIMIT", name);
  }
  const structures = await engine.load(structBomb(), { name: "structures" });
  assert.equal((await structures.run(call())).error?.code, "E_MEMORY_LIMIT");
  const large = await guest("", "", '(memory (export "memory") 1000)');
  await assert.rejects(engine.load(large, { limits: { memoryBytes: MIB } }), { code: "E_MEMORY_LIMIT" });
  assert.equal((await (await load("exit3")).run(call())).exitCode, 3);
});

test("a table as large as it may be does not end the process", async () => {
  const hungry = await guest(
    `(loop $again (br_if $again (i32.ne (table.grow $t (ref.null func) (i32.const 100000)) (i32.const -1))))`,
    "(table $t 1 funcref)",
  );
  const module = await engine.load(hungry, { limits: { memoryBytes: 4096 * MIB } });
  for (let round = 0; round < 3; round++) assert.equal((await module.run(call())).exitCode, 0);
});

test("equal bytes and limits are compiled once", async () => {
  const original = WebAssembly.compile;
  let compiled = 0;
  WebAssembly.compile = (source) => {
    compiled += 1;
    return original(source);
  };
  try {
    const bytesOfIt = await guest("(call $proc_exit (i32.const 9))");
    const twice = await Promise.all([engine.load(bytesOfIt), engine.load(bytesOfIt.slice())]);
    await engine.load(bytesOfIt, { limits: { timeoutMs: 5 } });
    assert.equal(compiled, 1);
    for (const module of twice) assert.equal((await module.run(call())).exitCode, 9);
    assert.equal(twice[0]!.sha256, twice[1]!.sha256);
  } finally {
    WebAssembly.compile = original;
  }
});

test("more modules than are kept still run", async () => {
  await withEngine({ workers: 1, spares: 0, compiledKept: 2, modulesKept: 2 }, async (own) => {
    const codes = [1, 2, 3, 4, 5];
    const modules = await Promise.all(
      codes.map(async (code) => own.load(await guest(`(call $proc_exit (i32.const ${code}))`))),
    );
    for (let round = 0; round < 2; round++) {
      const exits = await Promise.all(modules.map((module) => module.run(call())));
      assert.deepEqual(
        exits.map((exit) => exit.exitCode),
        codes,
      );
    }
  });
});

test("a folder of the host is what was granted, and no more", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandpiper-pool-"));
  try {
    await writeFile(join(folder, "note"), "hello");
    // Opens "note" and "../note" in descriptor 3 to read; ends with the two errnos as one number.
    const open = (path: number, length: number) =>
      `(call $path_open (i32.const 3) (i32.const 0) (i32.const ${path}) (i32.const ${length}) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8))`;
    const opener = await guest(
      `(call $proc_exit (i32.add (i32.mul (i32.const 100) ${open(35, 4)}) ${open(32, 7)}))`,
      '(data (i32.const 32) "../note")',
    );
    const module = await engine.load(opener, { grants: { directories: [{ guest: "/", host: folder }] } });
    const perm = 63;
    assert.deepEqual([(await module.run(call())).exitCode, (await module.run(call())).exitCode], [perm, perm]);
    const missing = { grants: { directories: [{ guest: "/", host: join(folder, "nothing") }] } };
    await assert.rejects(engine.load(opener, missing), { code: "E_CONFIG", message: /no folder/ });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a cancelled run is stopped, a cancelled wait never begins", async () => {
  await withEngine({ workers: 1 }, async (own) => {
    const spin = await own.load(await ENGINE_GUESTS.spin, { limits: { timeoutMs: 60_000 } });
    const quick = await own.load(await ENGINE_GUESTS.exit3);
    const first = new AbortController();
    const second = new AbortController();
    const running = spin.run(call({ signal: first.signal }));
    const waiting = spin.run(call({ signal: second.signal }));
    const behind = quick.run(call());
    await quick
      .run(call({ signal: AbortSignal.abort() }))
      .then(unexpected, (error) => assert.equal(error.code, "E_CANCELLED"));
    second.abort();
    await assert.rejects(waiting, { code: "E_CANCELLED" });
    setTimeout(() => first.abort(), 50);
    await assert.rejects(running, { code: "E_CANCELLED" });
    assert.equal((await behind).exitCode, 3);
  });
});

test("more than the queue holds is refused at once, and what waits too long is too", async () => {
  await withEngine({ workers: 1, maxQueue: 2, maxQueueMs: 150 }, async (own) => {
    const warm = await own.load(await ENGINE_GUESTS.silent);
    // Waiting for a worker that is only starting is limited here as well.
    const patiently = async (): Promise<unknown> => {
      for (;;) {
        const end = await warm.run(call()).then(
          (exit) => exit.exitCode,
          (error) => error.code,
        );
        if (end !== "E_OVERLOADED") return end;
      }
    };
    assert.equal(await patiently(), 0);
    const spin = await own.load(await ENGINE_GUESTS.spin, { limits: { timeoutMs: 1000 } });
    const runs = Array.from({ length: 5 }, () =>
      spin.run(call()).then(
        (exit) => exit.error!.code,
        (error) => error.code,
      ),
    );
    assert.deepEqual(await Promise.all(runs), ["E_TIMEOUT", ...Array(4).fill("E_OVERLOADED")]);
    assert.equal(await patiently(), 0);
  });
});

test("closing ends what runs and what waits", async () => {
  const own = createPoolEngine({ workers: 1 });
  const spin = await own.load(await ENGINE_GUESTS.spin);
  const runs = Array.from({ length: 3 }, () => spin.run(call()).then(unexpected, (error) => error.code));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await own.close();
  assert.deepEqual(await Promise.all(runs), Array(3).fill("E_ENGINE_UNAVAILABLE"));
  await assert.rejects(spin.run(call()), { code: "E_ENGINE_UNAVAILABLE" });
  await assert.rejects(own.load(await ENGINE_GUESTS.spin), { code: "E_ENGINE_UNAVAILABLE" });
});

test("an engine that nobody waits for does not keep the process alive, closed or not", async () => {
  const module = JSON.stringify(new URL("./pool-engine.ts", import.meta.url).href);
  const wasm = JSON.stringify(Array.from(await ENGINE_GUESTS.exit3));
  const script = `
    import { createPoolEngine } from ${module};
    const engine = createPoolEngine({ workers: 2 });
    const loaded = await engine.load(new Uint8Array(${wasm}));
    const exit = await loaded.run({ args: [], env: {}, stdin: new Uint8Array(0) });
    console.log(exit.exitCode);
    if (process.argv[1] === "close") await engine.close();`;
  const args = ["--conditions=sandpiper-source", "--input-type=module", "-e", script];
  for (const how of ["close", "leave"]) {
    const { stdout } = await promisify(execFile)(process.execPath, [...args, how], { timeout: 60_000 });
    assert.equal(stdout, "3\n");
  }
});

test("options that cannot be are refused", () => {
  for (const options of [{ workers: 0 }, { spares: -1 }, { maxQueueMs: 0 }, { heapBytes: 1 }, { workers: 1.5 }]) {
    assert.throws(() => createPoolEngine(options), { code: "E_CONFIG" });
  }
  assert.throws(() => createPoolEngine({ instances: "stale" as "fresh" }), { code: "E_CONFIG", message: /fresh/ });
});
