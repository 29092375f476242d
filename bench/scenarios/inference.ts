import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { LoadedModule, NamedModel } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { createInferenceService } from "@sandpiper/nn/threads";
import { buildTensorGuests, MODEL } from "../inference-guests.ts";
import type { Row, Setting } from "../report.ts";
import { median, rounds } from "../statistics.ts";
import { isMissing } from "../tools.ts";

const run = promisify(execFile);
const GROUP = "inference, warm, one call";
const RATE = "inference, many calls";
const WARM_UP = 20;
const CALLS = 60;
const AT_ONCE = 4;

/**
 * One picture through a quantized model of MobileNet's size: by name, embedded in the module, and natively with one thread; and
 * four at a time against one at a time.
 */
export async function measureInference(setting: Setting): Promise<Row[]> {
  if (!MODEL) return [];
  const pixels = new Uint8Array(224 * 224 * 3).map((_, index) => (index * 7) ^ (index >> 5));
  const pixelFile = join(dirname(setting.helloBody), "pixels");
  await writeFile(pixelFile, pixels);
  const guests = await buildTensorGuests(MODEL);
  const inference = createInferenceService();
  const engine = createPoolEngine({ workers: AT_ONCE, inference });
  try {
    const models: Record<string, NamedModel> = { model: guests.model };
    const load = (name: string, wasm: Uint8Array) => engine.load(wasm, { name, grants: { inference: { models } } });
    const named = await load("named", guests.named);
    const embedded = await load("embedded", guests.embedded);
    // Both inference threads have the model, and what V8 compiles late is compiled.
    await rate(named, pixels, AT_ONCE, 2);
    const medians = await rounds(setting.rounds, async () => ({
      named: median(await times(named, pixels)),
      embedded: median(await times(embedded, pixels)),
      native: isMissing(setting.litert) ? Number.NaN : median(await native(setting.litert.command, pixelFile)),
      one: await rate(named, pixels, 1, setting.seconds),
      many: await rate(named, pixels, AT_ONCE, setting.seconds),
    }));
    const of = (key: keyof (typeof medians)[number]): number => median(medians.map((round) => round[key]));
    const ratio = (a: "named" | "embedded" | "many", b: "native" | "named" | "one"): number =>
      median(medians.map((round) => round[a] / round[b]));
    const time = { group: GROUP, what: "median", unit: "ms" };
    const perSecond = { group: RATE, what: "calls a second", unit: "/s" };
    return [
      { ...time, name: "sandpiper", value: of("named") },
      ...(isMissing(setting.litert)
        ? []
        : [{ ...time, name: "native, one thread", value: of("native"), ratio: ratio("named", "native") }]),
      { ...time, name: "embedded against named", value: of("embedded"), ratio: ratio("embedded", "named") },
      { ...perSecond, name: "one at a time", value: of("one") },
      { ...perSecond, name: "four against one at a time", value: of("many"), ratio: ratio("many", "one") },
    ];
  } finally {
    await engine.close();
    await inference.close();
  }
}

async function call(module: LoadedModule, pixels: Uint8Array): Promise<void> {
  const exit = await module.run({ args: ["tensor"], env: {}, stdin: pixels.slice() });
  if (exit.exitCode !== 0) throw exit.error ?? new Error(new TextDecoder().decode(exit.stderr));
}

/** Milliseconds of whole calls, one after another. */
async function times(module: LoadedModule, pixels: Uint8Array): Promise<number[]> {
  const all = await rounds(WARM_UP + CALLS, async () => {
    const started = performance.now();
    await call(module, pixels);
    return performance.now() - started;
  });
  return all.slice(WARM_UP);
}

/** Calls a second, so many of them under way at any time. */
async function rate(module: LoadedModule, pixels: Uint8Array, atOnce: number, seconds: number): Promise<number> {
  const started = performance.now();
  let calls = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() < started + seconds * 1000) {
      await call(module, pixels);
      calls++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return (calls / (performance.now() - started)) * 1000;
}

async function native(command: readonly string[], pixels: string): Promise<number[]> {
  const [program, ...args] = command;
  const { stdout } = await run(program!, [...args, MODEL!, pixels, String(WARM_UP + CALLS)]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => Number(line) / 1000)
    .slice(WARM_UP);
}
