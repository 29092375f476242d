import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
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
    const noFish = 'there is no model "fish" here';
    assert.deepEqual(await refused(await classify(picture, "?model=fish")), [400, "E_GUEST_REJECTED", noFish]);
    const noMode = 'unknown option "mode"; there are model';
    assert.deepEqual(await refused(await classify(picture, "?mode=fish")), [400, "E_GUEST_REJECTED", noMode]);
  });

  test("the birds model, by name, names the bird", {
    skip: existsSync(BIRDS) ? false : "shared/data/birds is not here",
  }, async () => {
    const model = `birds=${BIRDS}/aiy_birds_v1_3.tflite::${BIRDS}/labels.txt`;
    const args = ["image-classify", "--project", EXAMPLES, "--model", model, "--path", "/?model=birds"];
    const { code, stdout } = await sandpiper(["invoke", ...args, "--data", `@${BIRDS}/bird.jpg`]);
    assert.equal(code, 0);
    const answer = JSON.parse(stdout.toString()) as Answer;
    assert.deepEqual([answer.label, answer.model], ["Aix galericulata", "birds"]);
    assert.ok(answer.probability > 0.7, `${answer.probability}`);
  });
});
