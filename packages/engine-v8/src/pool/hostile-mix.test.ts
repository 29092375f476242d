import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadOptions, WasiExit } from "@sandpiper/core";
import { ENGINE_GUESTS, type EngineGuestName, structBomb } from "@sandpiper/testkit";
import { createPoolEngine } from "./pool-engine.ts";

const MIB = 1024 ** 2;
const RUNS = 1000;

/** What each hostile guest ends as: an error's code, or an exit code. */
const HOSTILE: readonly (readonly [EngineGuestName, string, LoadOptions["limits"]?])[] = [
  ["unreachable", "E_GUEST_TRAP"],
  ["outOfBounds", "E_GUEST_TRAP"],
  ["recurse", "E_GUEST_TRAP"],
  ["floodOutput", "E_GUEST_OUTPUT", { outputBytes: MIB }],
  ["floodStubborn", "E_GUEST_OUTPUT", { outputBytes: 1000 }],
  ["floodLog", "0", { logBytes: 1000 }],
  ["wildPointer", "21"],
  ["wildList", "21"],
  ["growBomb", "E_MEMORY_LIMIT", { memoryBytes: 4 * MIB }],
  ["manyMemories", "E_MEMORY_LIMIT", { memoryBytes: 4 * MIB }],
  ["tableBomb", "E_MEMORY_LIMIT", { memoryBytes: 4 * MIB }],
  ["exit3", "3"],
  ["silent", "0"],
];
/** Those that cost a worker come less often. */
const STOPPED: readonly EngineGuestName[] = ["spin", "sleeper", "deepSleeper"];

test(`${RUNS} invocations, every other one hostile: each good one is answered right, and nothing is left`, async () => {
  const engine = createPoolEngine({ workers: 2, maxQueue: RUNS, maxQueueMs: 120_000 });
  const echo = await engine.load(await ENGINE_GUESTS.echo, { name: "echo" });
  const hostile = await Promise.all(
    HOSTILE.map(async ([name, end, limits = {}]) => ({
      module: await engine.load(await ENGINE_GUESTS[name], { name, limits }),
      end,
    })),
  );
  const stopped = await Promise.all(
    STOPPED.map(async (name) => engine.load(await ENGINE_GUESTS[name], { name, limits: { timeoutMs: 30 } })),
  );
  const bomb = await engine.load(structBomb(), { name: "structBomb" });
  const endOf = (exit: WasiExit): string => exit.error?.code ?? String(exit.exitCode);
  const badCall = () => ({ args: [], env: {}, stdin: new Uint8Array(100) });

  const one = async (index: number): Promise<void> => {
    if (index % 2 === 0) {
      const words = `good ${index} `.repeat(1 + (index % 300));
      const exit = await echo.run({ args: ["echo"], env: {}, stdin: new TextEncoder().encode(words) });
      assert.deepEqual([exit.error, exit.exitCode, new TextDecoder().decode(exit.stdout)], [null, 0, words]);
    } else if (index % 100 === 1) {
      assert.equal(endOf(await stopped[(index >> 6) % stopped.length]!.run(badCall())), "E_TIMEOUT");
    } else if (index % 1000 === 3) {
      assert.equal(endOf(await bomb.run(badCall())), "E_MEMORY_LIMIT");
    } else {
      const { module, end } = hostile[(index >> 1) % hostile.length]!;
      assert.equal(endOf(await module.run(badCall())), end);
    }
  };
  try {
    await Promise.all(Array.from({ length: 100 }, (_, index) => one(index)));
    const before = process.memoryUsage().rss;
    await Promise.all(Array.from({ length: RUNS }, (_, index) => one(index)));
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < 250 * MIB, `memory grew by ${Math.round(grown / MIB)} MiB`);
  } finally {
    await engine.close();
  }
});
