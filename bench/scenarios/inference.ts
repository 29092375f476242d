import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { LoadedModule, NamedModel } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { createInferenceService } from "@sandpiper/nn/threads";
import { buildTensorGuests, MODEL, type TensorGuests } from "../inference-guests.ts";
import type { Row, Setting } from "../report.ts";
import { median, rounds } from "../statistics.ts";
import { isMissing } from "../tools.ts";

const GROUP = "inference, warm, one call";
const RATE = "inference, many calls";
const WARM_UP = 20;
const CALLS = 60;
const AT_ONCE = 4;

/** What runs the model: LiteRT's native code, for models that guests bring as well, or LiteRT as WebAssembly. */
type Flavour = "native" | "WebAssembly";

/**
 * One picture through a quantized model of MobileNet's size: by name, embedded in the module, and natively with one thread; and
 * four at a time against one at a time. LiteRT's native code is what a user gets by `sandpiper nn install litert-native`, its WebAssembly what comes
 * along: the goals are those of the first, where it can be had.
 */
export async function measureInference(setting: Setting): Promise<Row[]> {
  if (!MODEL) return [];
  const pixels = new Uint8Array(224 * 224 * 3).map((_, index) => (index * 7) ^ (index >> 5));
  const pixelFile = join(dirname(setting.helloBody), "pixels");
  await writeFile(pixelFile, pixels);
  const guests = await buildTensorGuests(MODEL);
  const flavours: Flavour[] = isMissing(setting.nativeLitert) ? ["WebAssembly"] : ["native", "WebAssembly"];
  const sides = await Promise.all(flavours.map((flavour) => openSide(flavour, guests)));
  const peer = isMissing(setting.litert) ? null : startNative(setting.litert.command, pixelFile);
  try {
    // Every inference thread has the model, and what V8 compiles late is compiled.
    for (const { named } of sides) await rate(named, pixels, AT_ONCE, 2);
    const medians = await rounds(setting.rounds, async () => {
      const calls = Object.fromEntries(
        sides.flatMap(({ flavour, named, embedded }) => [
          [`${flavour} named`, () => timed(named, pixels)],
          [`${flavour} embedded`, () => timed(embedded, pixels)],
        ]),
      );
      const figures = await times(peer ? { ...calls, peer: () => peer.run() } : calls);
      for (const { flavour, named } of sides) {
        figures[`${flavour} one`] = await rate(named, pixels, 1, setting.seconds);
        figures[`${flavour} many`] = await rate(named, pixels, AT_ONCE, setting.seconds);
      }
      return figures;
    });
    const of = (key: string): number => median(medians.map((round) => round[key]!));
    const ratio = (a: string, b: string): number => median(medians.map((round) => round[a]! / round[b]!));
    const time = { group: GROUP, what: "median", unit: "ms" };
    const perSecond = { group: RATE, what: "calls a second", unit: "/s" };
    const ofTimes = flavours.flatMap((flavour): Row[] => [
      { ...time, name: `sandpiper, ${flavour}`, value: of(`${flavour} named`) },
      ...(peer
        ? [
            {
              ...time,
              name: `native (${flavour} against it)`,
              value: of("peer"),
              ratio: ratio(`${flavour} named`, "peer"),
            },
          ]
        : []),
      {
        ...time,
        name: `embedded against named, ${flavour}`,
        value: of(`${flavour} embedded`),
        ratio: ratio(`${flavour} embedded`, `${flavour} named`),
      },
    ]);
    const ofRates = flavours.flatMap((flavour): Row[] => [
      { ...perSecond, name: `one at a time, ${flavour}`, value: of(`${flavour} one`) },
      {
        ...perSecond,
        name: `four against one, ${flavour}`,
        value: of(`${flavour} many`),
        ratio: ratio(`${flavour} many`, `${flavour} one`),
      },
    ]);
    return [...ofTimes, ...ofRates];
  } finally {
    peer?.stop();
    for (const side of sides) await side.close();
  }
}

interface Side {
  readonly flavour: Flavour;
  readonly named: LoadedModule;
  readonly embedded: LoadedModule;
  close(): Promise<void>;
}

async function openSide(flavour: Flavour, guests: TensorGuests): Promise<Side> {
  const inference = createInferenceService({ native: flavour === "native" ? "all" : "off" });
  const engine = createPoolEngine({ workers: AT_ONCE, inference });
  const models: Record<string, NamedModel> = { model: guests.model };
  const load = (name: string, wasm: Uint8Array) => engine.load(wasm, { name, grants: { inference: { models } } });
  return {
    flavour,
    named: await load("named", guests.named),
    embedded: await load("embedded", guests.embedded),
    async close() {
      await engine.close();
      await inference.close();
    },
  };
}

async function call(module: LoadedModule, pixels: Uint8Array): Promise<void> {
  const exit = await module.run({ args: ["tensor"], env: {}, stdin: pixels.slice() });
  if (exit.exitCode !== 0) throw exit.error ?? new Error(new TextDecoder().decode(exit.stderr));
}

async function timed(module: LoadedModule, pixels: Uint8Array): Promise<number> {
  const started = performance.now();
  await call(module, pixels);
  return performance.now() - started;
}

/**
 * The medians of several kinds of calls, in milliseconds, one after another in turns: what slows the machine down for a while slows all
 * of them down.
 */
async function times(calls: Readonly<Record<string, () => Promise<number>>>): Promise<Record<string, number>> {
  const all = new Map<string, number[]>();
  const kinds = Object.entries(calls);
  for (let i = 0; i < WARM_UP + CALLS; i++) {
    // Forwards and backwards, so that none always bears what the same other one leaves to be tidied.
    for (const [name, one] of i % 2 === 0 ? kinds : kinds.toReversed()) {
      const took = await one();
      if (i >= WARM_UP) all.set(name, [...(all.get(name) ?? []), took]);
    }
  }
  return Object.fromEntries([...all].map(([name, values]) => [name, median(values)]));
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
