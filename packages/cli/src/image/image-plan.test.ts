import assert from "node:assert/strict";
import { test } from "node:test";
import { TARGETS } from "@sandpiper/targets";
import { parseLabel, parsePlatform } from "./image-options.ts";
import { toImagePlan } from "./image-plan.ts";

const oci = TARGETS.oci!;

test("a target without images is built without, and images of it are refused", () => {
  assert.equal(toImagePlan(TARGETS.vercel!, {}, {}), null);
  assert.throws(() => toImagePlan(TARGETS.vercel!, { image: true }, {}), {
    code: "E_USAGE",
    message: /--image: Vercel takes no/,
  });
  assert.throws(() => toImagePlan(TARGETS.node!, { shape: "wasm" }, {}), { code: "E_USAGE" });
});

test("the default is an image of the whole project, at no machine's time", () => {
  const plan = toImagePlan(oci, {}, {})!;
  assert.deepEqual([plan.shape, plan.functions, plan.reference, plan.created.getTime()], ["node", null, null, 0]);
  assert.equal(toImagePlan(oci, {}, { SOURCE_DATE_EPOCH: "1000" })!.created.getTime(), 1_000_000);
  assert.throws(() => toImagePlan(oci, {}, { SOURCE_DATE_EPOCH: "today" }), { code: "E_USAGE" });
});

test("options that do not go together are told of, with what does", () => {
  assert.throws(() => toImagePlan(oci, { function: ["hello"] }, {}), { message: /--function/, hint: /--shape wasm/ });
  const platform = [{ os: "linux", architecture: "arm64" }];
  assert.throws(() => toImagePlan(oci, { shape: "wasmedge", platform }, {}), { message: /--platform/ });
  assert.deepEqual(toImagePlan(oci, { shape: "wasm", platform }, {})!.platforms, platform);
  assert.throws(() => toImagePlan(oci, { ref: "No:such" }, {}), { code: "E_USAGE" });
});

test("platforms and labels", () => {
  assert.deepEqual(parsePlatform("wasip1/wasm"), { os: "wasip1", architecture: "wasm" });
  for (const text of ["linux", "linux/", "linux/arm/v7", "LINUX/amd64"])
    assert.throws(() => parsePlatform(text), { code: "E_USAGE" });
  assert.deepEqual(parseLabel("a=b=c"), ["a", "b=c"]);
  for (const text of ["a", "=b"]) assert.throws(() => parseLabel(text), { code: "E_USAGE" });
});
