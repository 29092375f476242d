import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { Engine } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { debianRootPath } from "../../packages/cli/src/toolchain/debian-root.ts";
import { createWasmEdgeEngine, findWasmEdge } from "../../packages/engine-wasmedge/src/index.ts";
import { PICTURE, WASM } from "../examples.ts";
import type { Row, Setting } from "../report.ts";
import { median, rounds } from "../statistics.ts";
import { isMissing, type WasmEdge } from "../tools.ts";

const OWN = "engine wasmedge";
const WARM_UP = 40;

interface Subject {
  readonly name: keyof typeof WASM;
  readonly body: string;
  readonly calls: number;
}

/** One whole call as a caller sees it: WasmEdge as an engine against a `wasmedge` for each call, and against V8, warm and cold. */
export async function measureWasmEdge(setting: Setting): Promise<Row[]> {
  const { wasmedge, helloBody } = setting;
  if (isMissing(wasmedge)) return [];
  const installation = await findWasmEdge({ roots: [debianRootPath()] });
  const engines: Readonly<Record<string, () => Engine>> = {
    [OWN]: () => createWasmEdgeEngine({ installation, workers: 1 }),
    "engine v8": () => createPoolEngine({ workers: 1 }),
  };
  const subjects: Subject[] = [
    { name: "hello", body: helloBody, calls: 400 },
    ...(PICTURE ? [{ name: "image" as const, body: PICTURE, calls: 60 }] : []),
  ];
  const rows: Row[] = [];
  for (const subject of subjects) {
    const taken: Record<string, number[]> = {};
    const note = (name: string, times: readonly number[]) => {
      taken[name] ??= [];
      taken[name].push(median(times));
    };
    await rounds(setting.rounds, async () => {
      for (const [name, create] of Object.entries(engines)) {
        const { cold, warm } = await timeEngine(create(), subject);
        note(name, warm);
        note(`${name}, first call in a warm process`, [cold]);
      }
      note("wasmedge a call, compiled", await timeSpawned(wasmedge, subject));
    });
    const of = (name: string) => median(taken[name]!);
    for (const name of Object.keys(taken)) {
      const ratio = name.startsWith(OWN) ? {} : { ratio: of(OWN) / of(name) };
      rows.push({
        group: `WasmEdge as an engine, ${subject.name}`,
        name,
        what: "median",
        value: of(name),
        unit: "ms",
        ...ratio,
      });
    }
  }
  return rows;
}

/** Milliseconds from the call to its answer. Native code is in the cache, as it is on every start but the first. */
async function timeEngine(engine: Engine, { name, body, calls }: Subject) {
  try {
    const [wasm, input, other] = await Promise.all([
      readFile(WASM[name]),
      readFile(body),
      readFile(WASM[name === "hello" ? "image" : "hello"]),
    ]);
    const warmed = await engine.load(other);
    await warmed.run({ args: ["warm-up"], env: {}, stdin: new Uint8Array(0) });
    const call = async (module: Awaited<ReturnType<Engine["load"]>>) => {
      const stdin = new Uint8Array(input);
      const started = performance.now();
      const { exitCode, error } = await module.run({ args: [name], env: {}, stdin });
      if (exitCode !== 0) throw new Error(`${name} ended with ${error?.message ?? exitCode}`);
      return performance.now() - started;
    };
    const module = await engine.load(wasm);
    const cold = await call(module);
    const all = await rounds(calls + WARM_UP, () => call(module));
    return { cold, warm: all.slice(WARM_UP) };
  } finally {
    await engine.close();
  }
}

/** A process for each call, as platforms do that run a program a request. */
async function timeSpawned(wasmedge: WasmEdge, { name, body }: Subject): Promise<number[]> {
  const [command, ...first] = wasmedge.command;
  const compiled = await wasmedge.compile(WASM[name]);
  const input = await readFile(body);
  return rounds(20, async () => {
    const started = performance.now();
    const { status } = spawnSync(command!, [...first, compiled], { input, maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`wasmedge ended with ${status}`);
    return performance.now() - started;
  });
}
