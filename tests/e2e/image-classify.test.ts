import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type DevServer, startDevServer } from "./support/dev-server.ts";
import { sandpiper } from "./support/run-sandpiper.ts";

// The reference function of inference: built by the SDK in `crates/sandpiper`, with a model of its own.

interface Answer {
  readonly label: string;
  readonly probability: number;
  readonly top: readonly { readonly index: number; readonly label: string; readonly probability: number }[];
  readonly model: string;
}

interface Sample {
  readonly file: string;
  readonly shows: string;
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = at("../../examples");
const MODELS = at("../models");
const BIRDS = at("../../../shared/data/birds");

const { samples } = JSON.parse(await readFile(`${MODELS}/expected.json`, "utf8")) as { samples: readonly Sample[] };

test("image-classify imports WASI, WASI-NN and our description of models, and nothing else", async () => {
  const module = await WebAssembly.compile(await readFile(`${EXAMPLES}/functions/image-classify/image-classify.wasm`));
  const modules = new Set(WebAssembly.Module.imports(module).map(({ module }) => module));
  assert.deepEqual([...modules].sort(), ["sandpiper_nn", "wasi_ephemeral_nn", "wasi_snapshot_preview1"]);
});

describe("image-classify", () => {
  let server: DevServer;
  before(async () => {
    server = await startDevServer(EXAMPLES);
  });
  after(() => server?.stop());

  const classify = (body: Uint8Array | string, query = "") =>
    fetch(`${server.url}/image-classify${query}`, { method: "POST", body: body as BodyInit });

  for (const { file, shows } of samples) {
    test(`${file} shows ${shows}`, async () => {
      const response = await classify(await readFile(`${MODELS}/${file}`));
      assert.equal(response.status, 200);
      assert.match(response.headers.get("content-type")!, /^application\/json/);
      const answer = (await response.json()) as Answer;
      assert.deepEqual([answer.label, answer.model, answer.top.length], [shows, "characters", 5]);
      assert.deepEqual([answer.top[0]!.label, answer.top[0]!.probability], [answer.label, answer.probability]);
      assert.ok(answer.probability > 0.5 && answer.probability <= 1, `${answer.probability}`);
    });
  }

  const refused = async (response: Response) => {
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    return [response.status, error.code, error.message];
  };

  test("what is no picture, an unknown model and an unknown option are refused in words", async () => {
    const picture = await readFile(`${MODELS}/${samples[0]!.file}`);
    const words = "this is not a PNG, JPEG, GIF or WebP picture";
    assert.deepEqual(await refused(await classify("no picture")), [422, "E_GUEST_REJECTED", words]);
    const [status, code, message] = await refused(await classify(picture.subarray(0, 60)));
    assert.deepEqual([status, code], [422, "E_GUEST_REJECTED"]);
    assert.match(String(message), /^the picture is broken or too large: /);
    const noFish = 'unknown model "fish"; there are characters';
    assert.deepEqual(await refused(await classify(picture, "?model=fish")), [400, "E_GUEST_REJECTED", noFish]);
    const noMode = 'unknown option "mode"; there are model';
    assert.deepEqual(await refused(await classify(picture, "?mode=fish")), [400, "E_GUEST_REJECTED", noMode]);
  });
});

describe("image-classify with models of the settings", () => {
  const OWN = `${EXAMPLES}/functions/image-classify/model`;
  const BIRDS_MODEL = `birds=${BIRDS}/aiy_birds_v1_3.tflite::${BIRDS}/labels.txt`;
  let labels: string;
  before(async () => {
    const own = (await readFile(`${OWN}/labels.txt`, "utf8")).trim().split("\n");
    labels = join(temporaryFolder({ "labels.txt": own.map((label) => `printed ${label}`).join("\n") }), "labels.txt");
  });
  /** The function's own model by another name, with labels that tell it from that. */
  const printed = (name: string) => `${name}=${OWN}/characters.tflite::${labels}`;

  async function invoke(models: readonly string[], picture: string, ...args: string[]) {
    const named = models.flatMap((model) => ["--model", model]);
    const data = ["--data", `@${picture}`];
    return sandpiper(["invoke", "image-classify", "--project", EXAMPLES, ...named, ...data, ...args]);
  }

  async function answerOf(models: readonly string[], picture: string, ...args: string[]): Promise<Answer> {
    const { code, stdout, stderr } = await invoke(models, picture, ...args);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout.toString()) as Answer;
  }

  const { file, shows } = samples[0]!;

  test("the only one is the one, unless another is asked for", async () => {
    const named = await answerOf([printed("print")], `${MODELS}/${file}`);
    assert.deepEqual([named.label, named.model], [`printed ${shows}`, "print"]);
    const own = await answerOf([printed("print")], `${MODELS}/${file}`, "--path", "/?model=characters");
    assert.deepEqual([own.label, own.model], [shows, "characters"]);
  });

  test("one that is named as the function's own goes before it", async () => {
    const { label, model } = await answerOf([printed("characters")], `${MODELS}/${file}`);
    assert.deepEqual([label, model], [`printed ${shows}`, "characters"]);
  });

  test("of several none is the one until it is asked for", async () => {
    const models = [printed("one"), printed("two")];
    assert.equal((await answerOf(models, `${MODELS}/${file}`)).model, "characters");
    assert.equal((await answerOf(models, `${MODELS}/${file}`, "--path", "/?model=two")).model, "two");
    const { code, stdout, stderr } = await invoke(models, `${MODELS}/${file}`, "--path", "/?model=fish");
    assert.equal(code, 1);
    assert.match(`${stdout}${stderr}`, /unknown model \W*fish\W*; there are one, two, characters/);
  });

  test("the birds model names the bird, asked for or not", {
    skip: existsSync(BIRDS) ? false : "shared/data/birds is not here",
  }, async () => {
    for (const args of [[], ["--path", "/?model=birds"]]) {
      const answer = await answerOf([BIRDS_MODEL], `${BIRDS}/bird.jpg`, ...args);
      assert.deepEqual(
        [answer.label, answer.top[0]!.label, answer.model],
        ["Aix galericulata", "Aix galericulata", "birds"],
      );
      assert.ok(answer.probability > 0.7, `${answer.probability}`);
    }
  });
});
