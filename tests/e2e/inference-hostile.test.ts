import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { findOnMachine } from "@sandpiper/nn/install";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { BAD_WASI_NN_CALLS } from "./inference/bad-calls.ts";
import { BAD_MODELS } from "./inference/bad-models.ts";
import { BAD_WASMEDGE_CALLS } from "./inference/bad-wasmedge-calls.ts";
import { context, ENCODING, ENDLESS, infer, load, NN, NN_SCRIPT, TYPE } from "./inference/nn-steps.ts";
import { WILD_CALLS } from "./inference/wild-calls.ts";
import { readCharacters } from "./support/characters.ts";
import { type CallOptions, type GuestPlace, MODELS, openGuestPlace, type Ran } from "./support/guest-place.ts";
import { installBackend } from "./support/install-backend.ts";
import { sandpiper } from "./support/run-sandpiper.ts";

const {
  tolerance,
  samples: [sample],
} = readCharacters();
const IMAGE_CLASSIFY = fileURLToPath(
  new URL("../../examples/functions/image-classify/image-classify.wasm", import.meta.url),
);
const PIXELS = Buffer.from(sample!.input, "base64");
const FLOATS = new Uint8Array(Float32Array.from(PIXELS).buffer);
const WILD =
  / (\d+ bytes at \d+ are outside of the memory's \d+|a tensor of 4294967295 dimensions|.* more than any memory holds)$/;
/** Lines that one invocation's calls may leave in the log, and one that says there were more. */
const MOST_LINES = 21;

interface Scripted extends Ran {
  /** What each host call answered. */
  readonly answers: readonly number[];
  /** Bytes that it showed, of each at least two. */
  readonly shown: readonly string[];
  readonly log: readonly string[];
}

async function script(place: GuestPlace, steps: readonly string[], options: CallOptions = {}): Promise<Scripted> {
  const ran = await place.run(NN_SCRIPT, steps, options);
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");
  const isShown = (line: string) => line.includes(" ");
  return {
    ...ran,
    answers: lines(ran.stdout)
      .filter((line) => !isShown(line))
      .map(Number),
    shown: lines(ran.stdout).filter(isShown),
    log: lines(ran.stderr),
  };
}

const assertEnded = ({ error, exitCode, stderr }: Ran): void => {
  assert.equal(error, null);
  assert.equal(exitCode, 0, stderr);
};

function assertLog(log: readonly string[], wanted: readonly RegExp[]): void {
  assert.equal(log.length, wanted.length, log.join("\n"));
  for (const [at, line] of log.entries()) {
    assert.match(line, /^(wasi-nn|sandpiper-nn|wasmedge_\w+|describe_graph): \w+: ./);
    assert.match(line, wanted[at]!);
  }
}

/** A good inference, and that its answer is right to the rounding. */
async function inferWell(place: GuestPlace): Promise<void> {
  const steps = infer("characters-float.tflite", TYPE.f32, [1, 32, 32, 1], 144);
  const ran = await script(place, steps, { stdin: FLOATS });
  assertEnded(ran);
  assert.deepEqual(ran.answers, [0, 0, 0, 0, 0]);
  const shares = new Float32Array(Uint8Array.from(ran.shown[0]!.split(" ").map(Number)).buffer);
  for (const [at, share] of sample!.float.probabilities.entries())
    assert.ok(Math.abs(shares[at]! - share) <= tolerance);
}

describe("bad models and bad calls", () => {
  const missing = new Map<string | number, string>();
  let place: GuestPlace;
  let beside: { stop(): Promise<number> };

  before(async () => {
    for (const backend of ["tensorflow", "onnx"] as const) {
      const reason = await installBackend(backend);
      if (reason === null) continue;
      missing.set(backend, reason).set(ENCODING[backend], reason);
    }
    place = openGuestPlace();
    beside = keepOn(() => inferWell(place));
  });
  after(() => place?.close());

  for (const { file, encoding, errno, log } of BAD_MODELS) {
    test(`${file}, whatever it is loaded as`, async (t) => {
      const isOwn = (as: number) => as === encoding || as === ENCODING.autodetect;
      const encodings = Object.values(ENCODING).filter((as) => {
        const backend = as === ENCODING.autodetect ? encoding : as;
        const reason = backend === null ? undefined : missing.get(backend);
        if (reason !== undefined) t.diagnostic(`not as encoding ${as}: ${reason}`);
        return reason === undefined;
      });
      const ran = await script(
        place,
        encodings.flatMap((as) => load(`bad/${file}`, as)),
      );
      assertEnded(ran);
      assert.deepEqual(
        ran.answers,
        encodings.map((as) => (isOwn(as) ? errno : NN.invalidEncoding)),
      );
      assertLog(
        ran.log,
        encodings.map((as) => (isOwn(as) ? log : /./)),
      );
    });
  }

  for (const { name, steps, answers, shown = [], log, needs } of [...BAD_WASI_NN_CALLS, ...BAD_WASMEDGE_CALLS]) {
    test(name, async (t) => {
      const reason = needs && missing.get(needs);
      if (reason !== undefined) return t.skip(reason);
      const ran = await script(place, steps);
      assertEnded(ran);
      assert.deepEqual(ran.answers, answers, ran.stderr);
      assert.deepEqual(ran.shown, shown);
      assertLog(ran.log, log);
    });
  }

  for (const { name, prepare, prepared, wild, errno, needs } of WILD_CALLS) {
    test(`wild pointers: ${name}`, async (t) => {
      const reason = needs && missing.get(needs);
      if (reason !== undefined) return t.skip(reason);
      const ran = await script(place, [...prepare, ...wild]);
      assertEnded(ran);
      const calls = wild.filter((step) => !step.startsWith("words "));
      assert.deepEqual(
        ran.answers,
        [...Array(prepared).fill(0), ...Array(calls.length).fill(errno)],
        `${calls.join("\n")}\n${ran.stderr}`,
      );
      assert.ok(calls.length > 4);
      assert.equal(ran.log.length, Math.min(calls.length, MOST_LINES));
      for (const line of ran.log.slice(0, MOST_LINES - 1)) assert.match(line, WILD);
    });
  }

  test("a handle of another invocation", async () => {
    const own = await script(place, [
      ...load("characters-float.tflite", ENCODING.tensorflowLite),
      ...load("characters-float.tflite", ENCODING.tensorflowLite, "second"),
      "words graph *second",
      ...context(),
      "show context",
    ]);
    assert.deepEqual(own.answers, [0, 0, 0]);
    const handle = Number.parseInt(own.shown[0]!, 10);
    assert.ok(handle > 0);
    for (let tries = 0; tries < 4; tries++) {
      const other = await script(place, [
        "room n 144",
        ...[1, 2, handle].flatMap((number) => [
          `wasi.init_execution_context ${number} &n`,
          `wasi.compute ${number}`,
          `wasi.get_output ${number} 0 &n 144 &n`,
          `wasi.unload ${number}`,
          `lite.run_session ${number}`,
        ]),
      ]);
      assertEnded(other);
      assert.deepEqual(other.answers, Array(15).fill(1));
      assertLog(other.log, Array(15).fill(/^\S+ \w+: \d is no (graph|context|session)$/));
    }
  });

  test("good invocations beside all this were right, each of them", async (t) => {
    const count = await beside.stop();
    assert.ok(count >= 20, `only ${count}`);
    t.diagnostic(`${count} good invocations beside`);
    await inferWell(place);
  });
});

/** Does it again and again. @returns how often it went well; it fails as soon as `work` does */
function keepOn(work: () => Promise<void>): { stop(): Promise<number> } {
  let stopped = false;
  let count = 0;
  const going = (async () => {
    for (; !stopped; count++) await work();
  })();
  // Told by `stop`.
  going.catch(() => {});
  return {
    async stop() {
      stopped = true;
      await going;
      return count;
    },
  };
}

describe("a model that never ends", () => {
  /** The invocation's own time covers what a busy machine takes to load the model. */
  const run = (place: GuestPlace) => script(place, ENDLESS, { timeoutMs: 1500 });

  test("it ends at its deadline; others go on meanwhile and afterwards", async () => {
    const place = openGuestPlace({ threads: 2, workers: 3 });
    try {
      await inferWell(place);
      const others = keepOn(() => inferWell(place));
      const { error, exitCode, stdout } = await run(place);
      assert.equal(exitCode, null);
      assert.equal(error?.code, "E_TIMEOUT");
      assert.equal(stdout, "");
      assert.ok((await others.stop()) > 0);
      await inferWell(place);
    } finally {
      await place.close();
    }
  });

  test("its inference thread is replaced: those who waited for it are answered by the next", async () => {
    const place = openGuestPlace({ threads: 1, workers: 3 });
    try {
      await inferWell(place);
      for (let round = 0; round < 2; round++) {
        const stuck = run(place);
        const waiting = keepOn(() => inferWell(place));
        assert.equal((await stuck).error?.code, "E_TIMEOUT");
        // Only the thread that hung was there to answer it.
        await Promise.all([waiting.stop(), inferWell(place)]);
      }
      const ended = place.logs.filter((line) => /ran on long after its function was stopped/.test(line));
      assert.equal(ended.length, 2, place.logs.join("\n"));
    } finally {
      await place.close();
    }
  });
});

describe("what the user reads", () => {
  const run = (steps: readonly string[], env: Readonly<Record<string, string>> = {}, ...options: string[]) =>
    sandpiper(["run", "--dir", `${MODELS}::/models::ro`, ...options, NN_SCRIPT, ...steps], { env });

  test("a bad model: a line in the log, and the guest goes on", async () => {
    const { code, stdout, stderr } = await run(load("bad/truncated.tflite", ENCODING.tensorflowLite));
    assert.equal(code, 0);
    assert.equal(stdout.toString(), `${NN.invalidEncoding}\n`);
    assert.equal(stderr, "wasi-nn: load: the TensorFlow Lite model is broken: it points past its end\n");
  });

  test("a model that never ends", async () => {
    const { code, stderr } = await run(ENDLESS, {}, "--timeout", "2s");
    assert.equal(code, 1);
    assert.match(stderr, /error\[E_TIMEOUT\]: nn-script\.wasm did not end within 2\.00 s/);
  });

  for (const [backend, file] of [
    ["tensorflow", "characters-float.pb"],
    ["onnx", "characters-float.onnx"],
  ] as const) {
    test(`${backend} is not installed`, async (t) => {
      if (backend === "tensorflow" && (await findOnMachine()) !== null) {
        return t.skip("this machine has a TensorFlow of its own");
      }
      const env = { SANDPIPER_CACHE: temporaryFolder(), SANDPIPER_TENSORFLOW_LIB: "" };
      for (const encoding of [ENCODING[backend], ENCODING.autodetect]) {
        const { code, stdout, stderr } = await run(load(file, encoding), env);
        assert.equal(code, 1, stderr);
        assert.equal(stdout.toString(), "");
        assert.match(stderr, /error\[E_ENGINE_UNAVAILABLE\]: there is no /);
        assert.match(stderr, new RegExp(`npx sandpiper nn install ${backend}`));
      }
    });
  }

  test("over HTTP a missing backend is the operator's fault, not the caller's", async (t) => {
    if ((await findOnMachine()) !== null) return t.skip("this machine has a TensorFlow of its own");
    const env = { SANDPIPER_CACHE: temporaryFolder(), SANDPIPER_TENSORFLOW_LIB: "" };
    const model = `graph=${join(MODELS, "characters-float.pb")}`;
    const options = ["--model", model, "--path", "/?model=graph", "--data", `@${join(MODELS, sample!.file)}`, "--json"];
    const { code, stdout, stderr } = await sandpiper(["invoke", IMAGE_CLASSIFY, ...options], { env });
    assert.equal(code, 1);
    const { status } = JSON.parse(stdout.toString());
    assert.equal(status, 500);
    assert.match(stdout.toString(), /E_ENGINE_UNAVAILABLE/);
    assert.match(stdout.toString() + stderr, /npx sandpiper nn install tensorflow/);
  });
});
