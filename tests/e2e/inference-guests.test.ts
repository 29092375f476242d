import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type BuiltGuest, digestSource, GUESTS_RECORD, listGuests } from "../../scripts/build-guests.ts";
import { sandpiper } from "./support/run-sandpiper.ts";

// Guests that use the public crates as their authors' users do (tests/guests, built by scripts/build-guests.ts), with models and
// pictures that are not ours to ship.

const data = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const birds = join(data, "birds");
const mtcnn = join(data, "mtcnn");

const guest = (name: string) => fileURLToPath(new URL(`../guests/${name}/${name}.wasm`, import.meta.url));

interface Label {
  readonly class: number;
  readonly label: string;
  readonly probability: number;
}

interface Face {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly probability: number;
}

function skipWithout(t: TestContext, folder: string): boolean {
  if (existsSync(folder)) return false;
  t.skip(`${folder} is not here`);
  return true;
}

async function classify(name: string, ...args: string[]): Promise<Label[]> {
  const options = ["--dir", `${birds}::/models::ro`, "--model", `birds=${join(birds, "aiy_birds_v1_3.tflite")}`];
  const input = readFileSync(join(birds, "bird.jpg"));
  const { code, stdout, stderr } = await sandpiper(["run", ...options, guest(name), ...args], { input });
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "");
  return JSON.parse(stdout.toString());
}

test("the guests' modules are built of their sources", async () => {
  const record = JSON.parse(readFileSync(GUESTS_RECORD, "utf8"));
  const found: Record<string, BuiltGuest> = {};
  for (const name of await listGuests()) {
    const module = createHash("sha256")
      .update(readFileSync(guest(name)))
      .digest("hex");
    found[name] = { source: digestSource(name), module };
  }
  assert.deepEqual(found, record, "a source has changed: scripts/build-guests.ts");
});

for (const [name, ...args] of [
  ["bird-wasi-nn-03"],
  ["bird-wasi-nn-06"],
  ["bird-wasi-nn-06", "--name", "birds"],
  ["bird-wasmedge-nn-08"],
  ["bird-wasmedge-nn-08", "--name", "birds"],
  ["bird-tensorflowlite-02"],
  ["bird-tensorflowlite-03"],
] as const) {
  test(`a bird: ${[name, ...args].join(" ")}`, async (t) => {
    if (skipWithout(t, birds)) return;
    const [best] = await classify(name, ...args);
    assert.equal(best!.label, "Aix galericulata");
    assert.ok(best!.probability > 0.8, `${best!.probability}`);
  });
}

test("dialects that get the same pixels give the same answer", async (t) => {
  if (skipWithout(t, birds)) return;
  const [first, ...others] = await Promise.all(
    ["bird-wasi-nn-03", "bird-wasi-nn-06", "bird-wasmedge-nn-08"].map((name) => classify(name)),
  );
  for (const other of others) assert.deepEqual(other, first);
  const [lite, legacy] = await Promise.all(
    ["bird-tensorflowlite-03", "bird-tensorflowlite-02"].map((name) => classify(name)),
  );
  assert.deepEqual(lite, legacy);
});

for (const name of ["faces-tensorflow-02", "faces-tensorflow-03"]) {
  test(`faces: ${name}`, async (t) => {
    if (skipWithout(t, mtcnn)) return;
    const input = readFileSync(join(mtcnn, "solvay.jpg"));
    const { code, stdout, stderr } = await sandpiper(["run", "--dir", `${mtcnn}::/models::ro`, guest(name)], { input });
    if (stderr.includes("E_ENGINE_UNAVAILABLE")) return t.skip(stderr.trim().split("\n")[0]);
    assert.equal(code, 0, stderr);
    const faces: Face[] = JSON.parse(stdout.toString());
    assert.equal(faces.length, 30);
    for (const { left, top, right, bottom, probability } of faces) {
      assert.ok(left < right && top < bottom && probability > 0.7);
    }
  });
}

test("a model that is not there, and one that is none", async (t) => {
  if (skipWithout(t, birds)) return;
  const input = readFileSync(join(birds, "bird.jpg"));
  const missing = await sandpiper(["run", guest("bird-wasi-nn-06"), "--name", "birds"], { input });
  assert.equal(missing.code, 134);
  assert.match(missing.stderr, /wasi-nn: load_by_name: no model is named "birds"/);
  assert.match(missing.stderr, /NotFound/);
  const args = ["run", "--dir", `${birds}::/models::ro`, guest("bird-wasi-nn-06"), "/models/labels.txt"];
  const broken = await sandpiper(args, { input });
  assert.equal(broken.code, 134);
  assert.match(broken.stderr, /wasi-nn: load: /);
  assert.match(broken.stderr, /InvalidEncoding/);
});
