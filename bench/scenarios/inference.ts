import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { LoadedModule, NamedModel } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { createInferenceService } from "@sandpiper/nn/threads";
import { buildTensorGuests, MODEL } from "../inference-guests.ts";
import type { Row, Setting } from "../report.ts";
import { median, rounds } from "../statistics.ts";
import { isMissing } from "../tools.ts";

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
  const native = isMissing(setting.litert) ? null : startNative(setting.litert.command, pixelFile);
  try {
    const models: Record<string, NamedModel> = { model: guests.model };
    const load = (name: string, wasm: Uint8Array) => engine.load(wasm, { name, grants: { inference: { models } } });
    const named = await load("named", guests.named);
    const embedded = await load("embedded", guests.embedded);
    // Both inference threads have the model, and what V8 compiles late is compiled.
    await rate(named, pixels, AT_ONCE, 2);
    const medians = await rounds(setting.rounds, async () => ({
      ...(await times(named, embedded, pixels, native)),
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
    native?.stop();
    await engine.close();
    await inference.close();
  }
}

async function call(module: LoadedModule, pixels: Uint8Array): Promise<void> {
  const exit = await module.run({ args: ["tensor"], env: {}, stdin: pixels.slice() });
  if (exit.exitCode !== 0) throw exit.error ?? new Error(new TextDecoder().decode(exit.stderr));
}

/**
 * The medians of whole calls, in milliseconds, one after another in turns: what slows the machine down for a while slows all of
 * them down.
 */
async function times(named: LoadedModule, embedded: LoadedModule, pixels: Uint8Array, native: NativeModel | null) {
  const all = { named: [] as number[], embedded: [] as number[], native: [] as number[] };
  const time = async (module: LoadedModule): Promise<number> => {
    const started = performance.now();
    await call(module, pixels);
    return performance.now() - started;
  };
  for (let i = 0; i < WARM_UP + CALLS; i++) {
    all.named.push(await time(named));
    all.native.push(native ? await native.run() : Number.NaN);
    all.embedded.push(await time(embedded));
  }
  const medianOf = (values: readonly number[]): number => median(values.slice(WARM_UP));
  return { named: medianOf(all.named), embedded: medianOf(all.embedded), native: medianOf(all.native) };
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

interface NativeModel {
  /** Runs it once. @returns its milliseconds, as it measures them itself */
  run(): Promise<number>;
  stop(): void;
}

function startNative([program, ...args]: readonly string[], pixels: string): NativeModel {
  const child = spawn(program!, [...args, MODEL!, pixels], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run() {
      child.stdin.write("\n");
      const { value } = await lines.next();
      return Number(value) / 1000;
    },
    stop: () => child.stdin.end(),
  };
}
