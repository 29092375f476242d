import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ENCODING, load, NN, NN_SCRIPT } from "./inference/nn-steps.ts";
import { readCharacters } from "./support/characters.ts";
import { type GuestPlace, type GuestPlaceOptions, MODELS, openGuestPlace } from "./support/guest-place.ts";
import { installBackend } from "./support/install-backend.ts";
import { readProcessStats } from "./support/process-stats.ts";

// Loads and drops leave nothing behind. What is measured is this process, with engine and inference in it; node:test gives each file
// a process of its own.

const IMAGE_CLASSIFY = fileURLToPath(
  new URL("../../examples/functions/image-classify/image-classify.wasm", import.meta.url),
);
/** Generous: the heaps of the threads come and go. A thousand leaked models would come to 200 MiB, ten thousand to 2 GiB. */
const GROWTH_BYTES = 80 * 2 ** 20;
const MIB = 2 ** 20;

interface Measured {
  /**
   * So often before the first measurement: code is compiled, heaps and caches find their size. With a new model in each round it takes more
   * than 64 MiB of them, which is when garbage is collected (`SharedMemoryMeter`).
   */
  readonly warmUp: number;
  /** And after it. */
  readonly rounds: number;
  readonly options?: GuestPlaceOptions;
  /** Does `count` rounds, the first of all being round 0. */
  readonly work: (place: GuestPlace, first: number, count: number) => Promise<void>;
}

async function assertFlat(t: TestContext, { warmUp, rounds, options = {}, work }: Measured): Promise<void> {
  if (readProcessStats(process.pid) === null) return t.skip("there is no /proc here");
  const place = openGuestPlace({ threads: 1, workers: 1, ...options });
  try {
    await work(place, 0, warmUp);
    const before = readProcessStats(process.pid)!;
    await work(place, warmUp, rounds);
    const faults = (): string[] => {
      const now = readProcessStats(process.pid)!;
      const grown = now.residentBytes - before.residentBytes;
      return [
        ...(grown > GROWTH_BYTES ? [`${Math.round(grown / MIB)} MiB more`] : []),
        ...(now.threads > before.threads ? [`${now.threads} threads, not ${before.threads}`] : []),
        ...(now.descriptors > before.descriptors ? [`${now.descriptors} files, not ${before.descriptors}`] : []),
      ];
    };
    // Garbage is not collected at once.
    for (let tries = 0; tries < 20 && faults().length > 0; tries++) await sleep(250);
    assert.deepEqual(faults(), []);
    const after = readProcessStats(process.pid)!;
    const [was, is] = [before, after].map(({ residentBytes }) => Math.round(residentBytes / MIB));
    t.diagnostic(`${rounds} rounds: ${was} MiB before, ${is} MiB after, ${after.threads} threads`);
  } finally {
    await place.close();
  }
}

async function assertRuns(place: GuestPlace, steps: readonly string[]): Promise<void> {
  const { error, exitCode, stdout, stderr } = await place.run(NN_SCRIPT, steps);
  assert.equal(error, null);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^(0\n)*$/);
}

test("one model loaded and dropped 10,000 times by one guest", (t) =>
  assertFlat(t, {
    warmUp: 500,
    rounds: 10_000,
    work: (place, _, count) =>
      assertRuns(place, [
        ...load("characters-float.tflite", ENCODING.tensorflowLite),
        "room context 4",
        `times ${count} 4 ${NN.success}`,
        `wasi.load &parts 1 ${ENCODING.tensorflowLite} 0 &graph`,
        "wasi.init_execution_context *graph &context",
        "wasi.finalize_execution_context *context",
        "wasi.unload *graph",
      ]),
  }));

test("sessions of wasmedge_tensorflowlite, made and deleted 10,000 times by one guest", (t) =>
  assertFlat(t, {
    warmUp: 500,
    rounds: 10_000,
    work: (place, _, count) =>
      assertRuns(place, [
        "file model /models/characters-float.tflite",
        "room session 4",
        `times ${count} 2 ${NN.success}`,
        "lite.create_session &model #model &session",
        "lite.delete_session *session",
      ]),
  }));

test("a thousand different models, of which a few fit", (t) => {
  const file = "characters-float.tflite";
  const { length } = readFileSync(join(MODELS, file));
  return assertFlat(t, {
    warmUp: 400,
    rounds: 1000,
    options: { memoryBytes: 8 * MIB },
    work: (place, first, count) =>
      assertRuns(place, [
        // What stands behind the model's end is no part of it, and makes it another. After the warm-up it is the next four bytes.
        `file model /models/${file} 8`,
        "words parts &model #model",
        "room graph 4",
        `times ${count} 3 ${NN.success}`,
        `round model ${length + (first === 0 ? 0 : 4)}`,
        `wasi.load &parts 1 ${ENCODING.tensorflowLite} 0 &graph`,
        "wasi.unload *graph",
      ]),
  });
});

for (const [file, errno] of [
  ["truncated.tflite", NN.invalidEncoding],
  ["custom-operator.tflite", NN.unsupportedOperation],
  ["newer-operator.tflite", NN.unsupportedOperation],
] as const) {
  test(`${file}, refused 1,000 times`, (t) =>
    assertFlat(t, {
      warmUp: 400,
      rounds: 1000,
      work: (place, _, count) =>
        assertRuns(place, [
          // As large as a model might well be: what is kept of each one shows.
          `file model /models/bad/${file} 200000`,
          "words parts &model #model",
          "room graph 4",
          `times ${count} 1 ${errno}`,
          `wasi.load &parts 1 ${ENCODING.tensorflowLite} 0 &graph`,
        ]),
    }));
}

for (const [backend, file] of [
  ["litert", "characters-float.tflite"],
  ["tensorflow", "characters-float.pb"],
  ["onnx", "characters-float.onnx"],
] as const) {
  test(`${backend} loads and drops a model 200 times`, async (t) => {
    const reason = backend === "litert" ? null : await installBackend(backend);
    if (reason !== null) return t.skip(reason);
    await assertFlat(t, {
      warmUp: 350,
      rounds: 200,
      // Too little for this one: it is loaded whole before that shows, and has to go again.
      options: { memoryBytes: 100_000 },
      work: (place, _, count) =>
        assertRuns(place, [
          `file model /models/${file}`,
          "words parts &model #model",
          "room graph 4",
          `times ${count} 1 ${NN.tooLarge}`,
          `wasi.load &parts 1 ${ENCODING.autodetect} 0 &graph`,
        ]),
    });
  });
}

test("2,000 invocations of a function that brings its model along", (t) => {
  const [sample] = readCharacters().samples;
  const picture = readFileSync(join(MODELS, sample!.file));
  return assertFlat(t, {
    warmUp: 300,
    rounds: 2000,
    options: { workers: 2, threads: 2 },
    async work(place, _, count) {
      let left = count;
      const call = async (): Promise<void> => {
        while (left-- > 0) {
          const { error, stdout } = await place.run(IMAGE_CLASSIFY, [], { stdin: picture });
          assert.equal(error, null);
          assert.equal(JSON.parse(stdout).label, sample!.quantized.label);
        }
      };
      await Promise.all([call(), call(), call()]);
    },
  });
});
