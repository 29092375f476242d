import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine, LoadOptions, WasiExit } from "@sandpiper/core";
import { ENGINE_GUESTS, type EngineGuestName } from "@sandpiper/testkit";
import { createWasmEdgeEngine } from "../../packages/engine-wasmedge/src/index.ts";
import { skip, trixieWasmEdge } from "./support/trixie-wasmedge.ts";

const MIB = 1024 ** 2;
const RUNS = 10_000;
/** As many wait at a time. */
const AT_ONCE = 100;

/** What each hostile guest ends as: an error's code, or an exit code. */
const HOSTILE: readonly (readonly [EngineGuestName, string, LoadOptions["limits"]?])[] = [
  ["unreachable", "E_GUEST_TRAP"],
  ["outOfBounds", "E_GUEST_TRAP"],
  ["divide", "E_GUEST_TRAP"],
  ["floodOutput", "E_GUEST_OUTPUT", { outputBytes: 100_000 }],
  ["floodLog", "0", { logBytes: 1000 }],
  ["wildPointer", "21"],
  ["growBomb", "E_MEMORY_LIMIT", { memoryBytes: 4 * MIB }],
  ["manyMemories", "E_MEMORY_LIMIT", { memoryBytes: 4 * MIB }],
  ["tableBomb", "E_MEMORY_LIMIT", { memoryBytes: 4 * MIB }],
  ["exit3", "3"],
];
/** Those that cost a process come less often. */
const COSTLY: readonly (readonly [EngineGuestName, string, LoadOptions["limits"]?])[] = [
  ["spin", "E_TIMEOUT", { timeoutMs: 40 }],
  ["recurse", "E_GUEST_TRAP"],
  ["deepSleeper", "E_TIMEOUT", { timeoutMs: 40 }],
];

test(`${RUNS} invocations, every other one hostile: each good one is answered right, and nothing is left`, {
  skip,
}, async () => {
  const installation = trixieWasmEdge();
  const engine = createWasmEdgeEngine({ installation, workers: 2, maxQueue: AT_ONCE, maxQueueMs: 120_000 });
  try {
    const one = await prepare(engine);
    let next = 0;
    const runSome = async (until: number) => {
      while (next < until) await one(next++);
    };
    const runUntil = (until: number) => Promise.all(Array.from({ length: AT_ONCE }, () => runSome(until)));
    await runUntil(500);
    const before = process.memoryUsage().rss;
    await runUntil(RUNS);
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < 250 * MIB, `memory grew by ${Math.round(grown / MIB)} MiB`);
  } finally {
    await engine.close();
  }
});

async function prepare(engine: Engine): Promise<(index: number) => Promise<void>> {
  const load = async (name: EngineGuestName, limits: LoadOptions["limits"] = {}) =>
    engine.load(await ENGINE_GUESTS[name], { name, limits });
  const echo = await load("echo");
  const hostile: { module: Awaited<ReturnType<typeof load>>; end: string }[] = [];
  const costly: typeof hostile = [];
  for (const [name, end, limits] of HOSTILE) hostile.push({ module: await load(name, limits), end });
  for (const [name, end, limits] of COSTLY) costly.push({ module: await load(name, limits), end });
  const spin = await load("spin");
  const call = () => ({ args: [], env: {}, stdin: new Uint8Array(100) });
  const endOf = ({ error, exitCode }: WasiExit): string => error?.code ?? String(exitCode);

  return async (index) => {
    if (index % 2 === 0) {
      const words = `good ${index} `.repeat(1 + (index % 300));
      const exit = await echo.run({ args: ["echo"], env: {}, stdin: Buffer.from(words) });
      assert.deepEqual([exit.error, exit.exitCode, Buffer.from(exit.stdout).toString()], [null, 0, words]);
    } else if (index % 200 === 1) {
      const { module, end } = costly[Math.floor(index / 200) % costly.length]!;
      assert.equal(endOf(await module.run(call())), end);
    } else if (index % 200 === 101) {
      const gone = AbortSignal.timeout(20);
      await assert.rejects(spin.run({ ...call(), signal: gone }), { code: "E_CANCELLED" });
    } else {
      const { module, end } = hostile[(index >> 1) % hostile.length]!;
      assert.equal(endOf(await module.run(call())), end);
    }
  };
}
