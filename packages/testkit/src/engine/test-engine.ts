import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { type Engine, isSandpiperError, type LoadedModule, type WasiCall } from "@sandpiper/core";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { ENGINE_CASES, type EngineCase } from "./engine-cases.ts";
import { ENGINE_GUESTS, type EngineGuestName, guest } from "./engine-guests.ts";
import { testPool } from "./test-pool.ts";

/** What an engine with a pool is made with. */
export interface EngineSize {
  readonly workers: number;
  readonly maxQueue?: number;
  readonly maxQueueMs?: number;
}

/** Where an engine does not do as the others, and why. */
export interface EngineDifference {
  readonly reason: string;
  /** How the case ends there instead; left out, it is not asked. */
  readonly end?: string;
  readonly message?: RegExp;
}

export interface EngineUnderTest {
  /** Why it can't be had on this machine; false or left out when it can. */
  readonly skip?: string | false;
  create(size: EngineSize): Promise<Engine> | Engine;
  /** It has a queue, and workers that are stopped. */
  readonly pool?: boolean;
  /** Its statistics tell of memory; default true. */
  readonly tellsMemory?: boolean;
  /** It gives folders of the host. */
  readonly hostFolders?: boolean;
  /** By the case's name. */
  readonly differences?: Readonly<Record<string, EngineDifference>>;
}

export const callOf = (more: Partial<WasiCall> = {}): WasiCall => ({
  args: ["guest"],
  env: {},
  stdin: new Uint8Array(0),
  ...more,
});

/** The contract of an engine: defines a suite of every case, and of what holds between runs. */
export function testEngine(name: string, under: EngineUnderTest): void {
  const { skip = false, create, differences = {} } = under;
  describe(`the engine ${name}`, { skip }, () => {
    let engine: Engine;
    before(async () => {
      engine = await create({ workers: 2 });
    });
    after(() => engine?.close());

    for (const [title, one] of Object.entries(ENGINE_CASES)) {
      const difference = differences[title];
      if (difference && difference.end === undefined) {
        test(title, { skip: difference.reason });
        continue;
      }
      test(difference ? `${title} (otherwise: ${difference.reason})` : title, async (t) => {
        if (one.needs && !engine.features[one.needs]) return t.skip(`it has no ${one.needs}`);
        const { message: _words, stdoutBytes: _bytes, ...rest } = one;
        await checkCase(engine, difference ? { ...rest, ...difference, end: difference.end! } : one);
      });
    }

    test("only differences that there are are declared", () => {
      const unknown = Object.keys(differences).filter((title) => !Object.hasOwn(ENGINE_CASES, title));
      assert.deepEqual(unknown, []);
    });

    testBetweenRuns(() => engine, under.tellsMemory ?? true);
    if (under.hostFolders) testHostFolders(() => engine);
    if (under.pool) testPool(() => engine, create);
  });
}

async function checkCase(engine: Engine, one: EngineCase): Promise<void> {
  const { limits = {}, grants = {}, args = ["guest"], env = {}, stdin = new Uint8Array(0) } = one;
  let loaded: LoadedModule;
  try {
    loaded = await engine.load(await one.module(), { name: "guest", limits, grants });
  } catch (error) {
    assert.ok(isSandpiperError(error), String(error));
    assert.equal(`load:${error.code}`, one.end, error.message);
    if (one.message) assert.match(error.message, one.message);
    return;
  }
  // An engine may take the input over.
  const exit = await loaded.run({ args, env, stdin: stdin.slice() });
  assert.equal(exit.error?.code ?? String(exit.exitCode), one.end, exit.error?.message);
  if (one.message) assert.match(exit.error?.message ?? "", one.message);
  if (one.stdoutBytes !== undefined) assert.equal(exit.stdout.length, one.stdoutBytes);
  if (one.stdout !== undefined) assert.equal(Buffer.compare(exit.stdout, Buffer.from(one.stdout)), 0);
  if (one.stderr !== undefined) assert.equal(Buffer.from(exit.stderr).toString(), one.stderr);
  if (limits.logBytes !== undefined) assert.equal(exit.stderr.length, limits.logBytes);
  if (limits.memoryBytes !== undefined) assert.ok(exit.stats.memoryBytes <= limits.memoryBytes);
  await loaded.close();
}

function testBetweenRuns(engine: () => Engine, tellsMemory: boolean): void {
  const load = async (name: EngineGuestName) => engine().load(await ENGINE_GUESTS[name], { name });

  test("runs see nothing of each other, whatever ended them", async () => {
    // Writes what it finds at 4096 and in a global, then leaves marks there, grows, and ends as its input says.
    const marker = await engine().load(
      await guest(
        `(i32.store (i32.const 64) (i32.load (i32.const 4096))) (i32.store (i32.const 68) (global.get $left))
         (i32.store (i32.const 72) (memory.size)) (call $write (i32.const 1) (i32.const 64) (i32.const 12))
         (i32.store (i32.const 4096) (i32.const 99)) (global.set $left (i32.const 99))
         (drop (call $read (i32.const 128) (i32.const 1)))
         (if (i32.eq (i32.load8_u (i32.const 128)) (i32.const 1)) (then unreachable))
         (if (i32.eq (i32.load8_u (i32.const 128)) (i32.const 2)) (then (drop (memory.grow (i32.const 2)))))`,
        "(global $left (mut i32) (i32.const 7))",
        '(memory (export "memory") 1)',
      ),
    );
    for (const what of [0, 1, 2, 0, 2, 1, 0]) {
      const { stdout } = await marker.run(callOf({ stdin: new Uint8Array([what]) }));
      assert.deepEqual([...new Int32Array(stdout.slice(0, 12).buffer)], [0, 7, 1]);
    }
  });

  test("many at once are each answered right", async () => {
    const echo = await load("echo");
    const texts = Array.from({ length: 50 }, (_, index) => `number ${index} `.repeat(index + 1));
    const exits = await Promise.all(texts.map((text) => echo.run(callOf({ stdin: Buffer.from(text) }))));
    assert.deepEqual(
      exits.map(({ stdout }) => Buffer.from(stdout).toString()),
      texts,
    );
  });

  test("statistics tell of time and memory", async () => {
    const { stats } = await (await load("echo")).run(callOf());
    assert.equal(stats.memoryBytes, tellsMemory ? 65_536 : 0);
    assert.ok(stats.instantiateMs >= 0 && stats.runMs >= 0 && stats.queueMs >= 0);
    assert.equal(stats.stderrDropped, 0);
  });

  test("equal bytes have one address, and what is unloaded runs no more", async () => {
    const [one, two] = await Promise.all([load("silent"), load("silent")]);
    assert.match(one.sha256, /^[0-9a-f]{64}$/);
    assert.equal(one.sha256, two.sha256);
    await one.close();
    await assert.rejects(one.run(callOf()), { code: "E_ENGINE_UNAVAILABLE" });
    assert.equal((await two.run(callOf())).exitCode, 0);
    await assert.rejects(two.run(callOf({ signal: AbortSignal.abort() })), { code: "E_CANCELLED" });
  });
}

function testHostFolders(engine: () => Engine): void {
  // Opens "note" and "../note" to read, makes "new"; writes the three errnos, a byte each.
  const open = (at: number, length: number, flags: number, rights: number) =>
    `(call $path_open (i32.const 3) (i32.const 0) (i32.const ${at}) (i32.const ${length}) (i32.const ${flags}) (i64.const ${rights}) (i64.const 0) (i32.const 0) (i32.const 8))`;
  const opener = guest(
    `(i32.store8 (i32.const 64) ${open(35, 4, 0, 2)})
     (i32.store8 (i32.const 65) ${open(32, 7, 0, 2)})
     (i32.store8 (i32.const 66) ${open(48, 3, 1, 64)})
     (call $write (i32.const 1) (i32.const 64) (i32.const 3))`,
    '(data (i32.const 32) "../note") (data (i32.const 48) "new")',
  );
  const PERM = 63;
  /** Of WASI: `rofs`, `notcapable`. */
  const READ_ONLY = [69, 76];

  test("a folder of the host is what was granted, and no more", async () => {
    const folder = temporaryFolder({ "inside/note": "hello", note: "secret" });
    const host = `${folder}/inside`;
    const errnos = async (readOnly: boolean) => {
      const grants = { directories: [{ guest: "/", host, readOnly }] };
      return [...(await (await engine().load(await opener, { grants })).run(callOf())).stdout];
    };
    const [read, outside, made] = await errnos(true);
    assert.deepEqual([read, outside], [0, PERM]);
    assert.ok(READ_ONLY.includes(made!), `it is answered ${made}`);
    assert.deepEqual(readdirSync(host), ["note"]);
    assert.deepEqual(await errnos(false), [0, PERM, 0]);
    assert.deepEqual(readdirSync(host), ["new", "note"]);
  });

  test("a folder that is not there is told as the module is loaded", async () => {
    const grants = { directories: [{ guest: "/", host: "/nothing/here" }] };
    await assert.rejects(engine().load(await opener, { grants }), { code: "E_CONFIG", message: /no folder/ });
  });
}
