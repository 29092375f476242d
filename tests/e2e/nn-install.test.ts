import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Backend, Graph, Tensor } from "@sandpiper/nn";
import { cacheFolder } from "@sandpiper/nn/install";
import { createOnnxBackend } from "../../packages/nn/src/backends/onnx/onnx-backend.ts";
import { createTensorflowBackend } from "../../packages/nn/src/backends/tensorflow/tensorflow-backend.ts";
import { decodeImage } from "../../packages/nn/src/image/image-codec.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { installBackend } from "./support/install-backend.ts";
import { sandpiper } from "./support/run-sandpiper.ts";

const MODELS = fileURLToPath(new URL("../models", import.meta.url));
const FACES = fileURLToPath(new URL("../../../shared/data/mtcnn", import.meta.url));
const OPTIONS = { threads: 1 };

interface Expected {
  readonly labels: readonly string[];
  readonly tolerance: number;
  readonly samples: readonly {
    readonly file: string;
    readonly input: string;
    readonly float: { readonly label: string; readonly probabilities: readonly number[] };
  }[];
}

const f32 = (dimensions: readonly number[], values: ArrayLike<number>): Tensor => ({
  type: "f32",
  dimensions,
  data: new Uint8Array(Float32Array.from(values).buffer),
});
const numbers = ({ data }: Tensor) => [...new Float32Array(new Uint8Array(data).buffer)];

describe("nn install tensorflow", () => {
  let reason: string | null = null;
  let backend: Backend;
  before(async () => {
    reason = await installBackend("tensorflow");
    if (reason === null) backend = await createTensorflowBackend();
  });

  test("nn list has it", async (t) => {
    if (reason !== null) return t.skip(reason);
    await assertListed("tensorflow");
  });

  test("a frozen graph and a saved model give the labels and probabilities that are written down", async (t) => {
    if (reason !== null) return t.skip(reason);
    const bytes = await readFile(join(MODELS, "characters-float.pb"));
    await assertCharacters(await backend.load({ bytes }, OPTIONS));
    const folder = join(MODELS, "characters-saved-model");
    await assertCharacters(await backend.load({ folder, tags: ["serve"] }, OPTIONS));
  });

  test("bad graphs are refused", async (t) => {
    if (reason !== null) return t.skip(reason);
    await assertRefused(backend, "truncated.pb", "invalid-encoding");
    await assertRefused(backend, "random.bin", "invalid-encoding");
    await assertRefused(backend, "unknown-operator.pb", "unsupported-operation");
  });

  test("the face detector finds 30 faces in the picture of the Solvay conference", async (t) => {
    if (reason !== null) return t.skip(reason);
    if (!existsSync(FACES)) return t.skip(`no ${FACES}`);
    const [width, height] = [960, 661];
    const picture = decodeImage({
      format: "jpeg",
      bytes: await readFile(join(FACES, "solvay.jpg")),
      width,
      height,
      type: "BGR8",
      maxBytes: 2 ** 26,
    });
    assert.ok("pixels" in picture);
    const graph = await backend.load({ bytes: await readFile(join(FACES, "mtcnn.pb")) }, OPTIONS);
    const [prob, box] = await graph.run(
      [
        { name: "input", tensor: f32([height, width, 3], picture.pixels) },
        { name: "min_size", tensor: f32([], [20]) },
        { name: "thresholds", tensor: f32([3], [0.6, 0.7, 0.7]) },
        { name: "factor", tensor: f32([], [0.709]) },
      ],
      ["prob", "box"],
    );
    assert.deepEqual(box!.dimensions, [30, 4]);
    assert.ok(numbers(prob!).every((probability) => probability > 0.9));
    graph.close();
  });
});

describe("nn install onnx", () => {
  let reason: string | null = null;
  let backend: Backend;
  before(async () => {
    reason = await installBackend("onnx");
    if (reason === null) backend = createOnnxBackend();
  });

  test("nn list has it", async (t) => {
    if (reason !== null) return t.skip(reason);
    await assertListed("onnx");
  });

  test("a model gives the labels and probabilities that are written down", async (t) => {
    if (reason !== null) return t.skip(reason);
    const bytes = await readFile(join(MODELS, "characters-float.onnx"));
    await assertCharacters(await backend.load({ bytes }, OPTIONS));
  });

  test("bad models are refused", async (t) => {
    if (reason !== null) return t.skip(reason);
    await assertRefused(backend, "truncated.onnx", "invalid-encoding");
    await assertRefused(backend, "unknown-operator.onnx", "unsupported-operation");
  });
});

describe("what cannot be", () => {
  const inNewCache = (work: (env: Readonly<Record<string, string>>, cache: string) => Promise<void>) => () => {
    const cache = temporaryFolder();
    return work({ SANDPIPER_CACHE: cache }, cache);
  };

  test(
    "a registry that does not answer: it says what to do, and leaves nothing behind",
    inNewCache(async (env, cache) => {
      const nowhere = { ...env, npm_config_registry: "http://127.0.0.1:9/", npm_config_cache: join(cache, "npm") };
      const { code, stderr } = await sandpiper(["nn", "install", "onnx"], { env: nowhere });
      assert.equal(code, 1);
      assert.match(stderr, /error\[E_ENGINE_UNAVAILABLE\]: npm did not fetch onnxruntime-node@/);
      assert.match(stderr, /next: Is the network there/);
      assert.deepEqual(await readdir(join(cache, "nn")), ["install.lock"]);
    }),
  );

  test(
    "a wrong command line",
    inNewCache(async (env) => {
      for (const args of [
        ["install"],
        ["install", "litert"],
        ["remove", "tensorflaw"],
        ["list", "onnx"],
        ["fetch", "onnx"],
        ["install", "onnx", "--from", "x"],
      ]) {
        const { code, stderr } = await sandpiper(["nn", ...args], { env });
        assert.equal(code, 2, args.join(" "));
        assert.match(stderr, /^error\[E_USAGE\]/m);
      }
    }),
  );

  test(
    "a fresh machine has none but what comes along; removing nothing is no error",
    inNewCache(async (env) => {
      const { backends } = JSON.parse((await sandpiper(["nn", "list", "--json"], { env })).stdout.toString());
      assert.deepEqual(
        backends.map(({ name, builtIn }: { name: string; builtIn: boolean }) => [name, builtIn]),
        [
          ["litert", true],
          ["litert-native", false],
          ["tensorflow", false],
          ["onnx", false],
        ],
      );
      assert.equal(backends[1].installed, false);
      assert.equal(backends[3].installed, false);
      assert.equal((await sandpiper(["nn", "remove", "onnx"], { env })).code, 0);
    }),
  );
});

async function assertListed(name: string): Promise<void> {
  const { backends } = JSON.parse((await sandpiper(["nn", "list", "--json"])).stdout.toString());
  const found = backends.find((one: { name: string }) => one.name === name);
  assert.equal(found.installed, true);
  if (found.bytes !== null) assert.ok(found.folder.startsWith(join(cacheFolder(), "nn")), found.folder);
}

async function assertCharacters(graph: Graph): Promise<void> {
  const { labels, tolerance, samples }: Expected = JSON.parse(await readFile(join(MODELS, "expected.json"), "utf8"));
  assert.ok(samples.length > 0);
  for (const { file, input, float } of samples) {
    const [output] = await graph.run(
      [{ name: "input", tensor: f32([1, 32, 32, 1], Buffer.from(input, "base64")) }],
      ["output"],
    );
    const found = numbers(output!);
    assert.equal(labels[found.indexOf(Math.max(...found))], float.label, file);
    for (const [i, probability] of float.probabilities.entries()) {
      assert.ok(Math.abs(found[i]! - probability) <= tolerance, `${file}: ${found[i]} for ${probability}`);
    }
  }
  graph.close();
}

async function assertRefused(backend: Backend, file: string, kind: string): Promise<void> {
  const bytes = await readFile(join(MODELS, "bad", file));
  await assert.rejects(async () => backend.load({ bytes }, OPTIONS), { name: "NnError", kind }, file);
}
