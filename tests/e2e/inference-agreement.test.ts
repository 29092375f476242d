import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { readCharacters } from "./support/characters.ts";
import { type GuestPlace, guestPath, MODELS, openGuestPlace } from "./support/guest-place.ts";
import { installBackend } from "./support/install-backend.ts";

// One network in all the forms and dialects there are: whichever a guest takes, the answer is the same.

const SHIPPED = fileURLToPath(
  new URL("../../examples/functions/image-classify/model/characters.tflite", import.meta.url),
);

interface Way {
  readonly guest: string;
  readonly args: readonly string[];
  /** What has to be installed for it. */
  readonly needs?: "tensorflow" | "onnx";
}

const FLOAT: readonly Way[] = [
  { guest: "characters-wasi-nn", args: ["tensorflow-lite", "/models/characters-float.tflite"] },
  { guest: "characters-tensorflowlite", args: ["float", "/models/characters-float.tflite"] },
  { guest: "characters-wasi-nn", args: ["tensorflow", "/models/characters-float.pb"], needs: "tensorflow" },
  { guest: "characters-tensorflow", args: ["/models/characters-float.pb"], needs: "tensorflow" },
  { guest: "characters-tensorflow", args: ["/models/characters-saved-model"], needs: "tensorflow" },
  { guest: "characters-wasi-nn", args: ["onnx", "/models/characters-float.onnx"], needs: "onnx" },
];
const QUANTIZED: readonly Way[] = [
  { guest: "characters-wasi-nn", args: ["quantized", "/models/characters.tflite"] },
  { guest: "characters-tensorflowlite", args: ["quantized", "/models/characters.tflite"] },
];

const nameOf = ({ guest, args }: Way): string => [guest, ...args].join(" ");

describe("the same labels and the same probabilities", () => {
  const { labels, tolerance, samples } = readCharacters();
  const missing = new Map<string, string>();
  /** What each way answered, for each sample. */
  const answers = new Map<string, number[][]>();
  let place: GuestPlace;

  before(async () => {
    for (const backend of ["tensorflow", "onnx"]) {
      const reason = await installBackend(backend);
      if (reason !== null) missing.set(backend, reason);
    }
    const folder = temporaryFolder();
    cpSync(MODELS, folder, { recursive: true });
    cpSync(SHIPPED, join(folder, "characters.tflite"));
    place = openGuestPlace({ folder });
  });
  after(() => place?.close());

  async function ask({ guest, args }: Way): Promise<number[][]> {
    const found: number[][] = [];
    for (const { input } of samples) {
      const { exitCode, error, stdout, stderr } = await place.run(guestPath(guest), args, {
        stdin: Buffer.from(input, "base64"),
        memoryBytes: 256 * 2 ** 20,
      });
      assert.equal(error, null);
      assert.equal(exitCode, 0, stderr);
      assert.equal(stderr, "");
      found.push(JSON.parse(stdout));
    }
    return found;
  }

  test("there are samples", () => assert.equal(samples.length, 5));

  for (const way of FLOAT) {
    test(nameOf(way), async (t) => {
      const reason = way.needs && missing.get(way.needs);
      if (reason !== undefined) return t.skip(reason);
      const found = await ask(way);
      answers.set(nameOf(way), found);
      for (const [i, { file, float }] of samples.entries()) {
        assertNear(found[i]!, float.probabilities, tolerance, file);
        assert.equal(labels[best(found[i]!)], float.label, file);
      }
    });
  }

  test("all of them agree with each other", (t) => {
    const [first, ...others] = answers;
    assert.ok(first && others.length > 0);
    let most = 0;
    for (const [name, found] of answers) {
      for (const [other, otherFound] of answers) {
        for (const [i, { file }] of samples.entries()) {
          most = Math.max(most, assertNear(found[i]!, otherFound[i]!, tolerance, `${file}: ${name}, ${other}`));
        }
      }
    }
    t.diagnostic(`${answers.size} ways differ by at most ${most}`);
  });

  for (const way of QUANTIZED) {
    test(`${nameOf(way)}, to the byte`, async () => {
      const expected = samples.map(({ quantized }) => quantized.bytes);
      const found = await ask(way);
      assert.deepEqual(found, expected);
      assert.deepEqual(
        found.map((bytes) => labels[best(bytes)]),
        samples.map(({ quantized }) => quantized.label),
      );
    });
  }
});

const best = (shares: readonly number[]): number => shares.indexOf(Math.max(...shares));

/** @returns the largest difference */
function assertNear(found: readonly number[], wanted: readonly number[], tolerance: number, what: string): number {
  assert.equal(found.length, wanted.length, what);
  const most = Math.max(...found.map((value, i) => Math.abs(value - wanted[i]!)));
  // Not NaN either.
  assert.ok(most <= tolerance, `${what}: they differ by ${most}`);
  return most;
}
