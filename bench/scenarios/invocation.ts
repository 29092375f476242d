import { readFile } from "node:fs/promises";
import type { Engine, RunStats } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { PICTURE, WASM } from "../examples.ts";
import type { Row, Setting } from "../report.ts";
import { mean } from "../statistics.ts";

const WARM_UP = 200;

interface Part {
  readonly what: string;
  of(stats: RunStats, totalMs: number): number;
}

const PARTS: readonly Part[] = [
  { what: "whole", of: (_, total) => total },
  { what: "making the instance", of: (stats) => stats.instantiateMs },
  { what: "in the guest", of: (stats) => stats.runMs },
  { what: "host: queue, hand-over, results", of: (stats, total) => total - stats.instantiateMs - stats.runMs },
];

/** What one invocation costs in the pool, one after another: means, because garbage collection is part of the cost. */
export async function measureInvocation({ calls, helloBody }: Setting): Promise<Row[]> {
  const rows: Row[] = [];
  for (const instances of ["fresh", "recycled-memory"] as const) {
    const engine = createPoolEngine({ workers: 1, instances });
    try {
      rows.push(...(await measure(engine, `hello, ${instances}`, WASM.hello, helloBody, calls)));
      if (PICTURE) {
        const imageCalls = Math.ceil(calls / 20);
        rows.push(...(await measure(engine, `image, ${instances}`, WASM.image, PICTURE, imageCalls)));
      }
    } finally {
      await engine.close();
    }
  }
  return rows;
}

async function measure(engine: Engine, name: string, wasm: string, bodyFile: string, calls: number): Promise<Row[]> {
  const module = await engine.load(await readFile(wasm), { name });
  const body = await readFile(bodyFile);
  const samples: { stats: RunStats; total: number }[] = [];
  for (let i = -Math.min(WARM_UP, calls); i < calls; i++) {
    const started = performance.now();
    const exit = await module.run({ args: [name], env: {}, stdin: new Uint8Array(body) });
    const total = performance.now() - started;
    if (exit.error || exit.exitCode !== 0) throw exit.error ?? new Error(`${name} ended with ${exit.exitCode}`);
    if (i >= 0) samples.push({ stats: exit.stats, total });
  }
  await module.close();
  return PARTS.map(({ what, of }) => ({
    group: "one invocation",
    name,
    what,
    value: mean(samples.map(({ stats, total }) => of(stats, total))) * 1000,
    unit: "µs",
  }));
}
