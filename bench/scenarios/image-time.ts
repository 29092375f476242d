import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { PICTURE, WASM } from "../examples.ts";
import type { Row, Setting } from "../report.ts";
import { median, rounds } from "../statistics.ts";
import { isMissing } from "../tools.ts";

const run = promisify(execFile);
const GROUP = "image, warm, one call";
const CALLS = 60;
const WARM_UP = 40;

/** The warm image function against WasmEdge in process and native code: medians of a round, the median round. */
export async function measureImageTime(setting: Setting): Promise<Row[]> {
  if (!PICTURE) return [];
  const times: Record<string, () => Promise<number[]>> = { sandpiper: inSandpiper };
  const { wasmedge, native } = setting;
  if (!isMissing(wasmedge)) {
    const compiled = await wasmedge.compile(WASM.image);
    const [command, ...args] = wasmedge.inProcess;
    times["WasmEdge AOT in process"] = async () =>
      toTimes((await run(command!, [...args, compiled, PICTURE!, String(CALLS + WARM_UP)])).stderr);
  }
  if (!isMissing(native)) {
    times["native Rust"] = async () => toTimes((await run(native.command, [PICTURE!, String(CALLS + WARM_UP)])).stdout);
  }
  const medians = await rounds(setting.rounds, async () => {
    const round: Record<string, number> = {};
    for (const [name, measure] of Object.entries(times)) round[name] = median((await measure()).slice(WARM_UP));
    return round;
  });
  const of = (name: string): number => median(medians.map((round) => round[name]!));
  return Object.keys(times).map((name) => ({
    group: GROUP,
    name,
    what: "median",
    value: of(name) / 1000,
    unit: "ms",
    ratio: of("sandpiper") / of(name),
  }));
}

const toTimes = (text: string): number[] => text.trim().split("\n").map(Number);

/** Instance and run as the engine tells them, in microseconds: what the other two measure as well. */
async function inSandpiper(): Promise<number[]> {
  const engine = createPoolEngine({ workers: 1 });
  try {
    const module = await engine.load(await readFile(WASM.image), { name: "image" });
    const body = await readFile(PICTURE!);
    return await rounds(CALLS + WARM_UP, async () => {
      const { stats, exitCode } = await module.run({ args: ["image"], env: {}, stdin: new Uint8Array(body) });
      if (exitCode !== 0) throw new Error(`the image function ended with ${exitCode}`);
      return (stats.instantiateMs + stats.runMs) * 1000;
    });
  } finally {
    await engine.close();
  }
}
