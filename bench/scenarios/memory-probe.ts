// Measures how much a process grows by some workers, modules or functions, and sends the bytes of one to its parent.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { WASM } from "../examples.ts";

const call = (name: string) => ({ args: [name], env: {}, stdin: new Uint8Array(0) });

async function settled(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await sleep(150);
  }
  return process.memoryUsage.rss();
}

/** The bytes by which the process grew for each of `count`. */
async function growth(count: number, grow: () => Promise<void>): Promise<number> {
  const before = await settled();
  await grow();
  return ((await settled()) - before) / count;
}

/** Equal bytes are compiled once, so each copy gets a custom section of its own that makes it another module. */
async function variants(wasm: string, count: number): Promise<Uint8Array[]> {
  const bytes = await readFile(wasm);
  return Array.from({ length: count }, (_, i) =>
    Buffer.concat([bytes, Buffer.from([0, 5, 1, 0x78, i >> 8, i & 255, 0])]),
  );
}

async function startWorkers(count: number): Promise<Engine> {
  const engine = createPoolEngine({ workers: count, spares: 0 });
  const module = await engine.load(await readFile(WASM.hello));
  await Promise.all(Array.from({ length: count }, () => module.run(call("hello"))));
  return engine;
}

async function compile(wasm: string, count: number, run: boolean): Promise<number> {
  const engine = await startWorkers(1);
  const modules = await variants(wasm, count);
  const bytes = await growth(count, async () => {
    for (const [i, module] of modules.entries()) {
      const loaded = await engine.load(module, { name: `f${i}` });
      if (run) await loaded.run(call(`f${i}`));
    }
  });
  await engine.close();
  return bytes;
}

const PROBES: Record<string, () => Promise<number>> = {
  async worker() {
    await (await startWorkers(1)).close();
    const engines: Engine[] = [];
    const bytes = await growth(8, async () => {
      engines.push(await startWorkers(8));
    });
    await engines[0]!.close();
    return bytes;
  },
  hello: () => compile(WASM.hello, 100, false),
  image: () => compile(WASM.image, 20, false),
  functions: () => compile(WASM.hello, 100, true),
};

process.send!(await PROBES[process.argv[2]!]!());
process.disconnect();
