import assert from "node:assert/strict";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SandpiperError } from "@sandpiper/core";
import { temporaryFolder } from "../../../../tests/support/temporary-folder.ts";
import { createFunctionSet, type FunctionSet } from "./function-set.ts";
import { createFakeEngine, ENDED, someFunction, toEngines } from "./testing.fixture.ts";

const NONE: ReadonlyMap<string, SandpiperError> = new Map();
const call = async (set: FunctionSet, at = 0) => {
  const invocation = await set.list()[at]!.function.invoke(new Request("http://x/"));
  return invocation.response.text();
};

test("what did not change is kept, what changed takes the place of the old, what is gone is closed", async () => {
  const folder = temporaryFolder({ "a.wasm": "one", "b.wasm": "two" });
  const engine = createFakeEngine();
  const set = createFunctionSet(toEngines(engine));
  const a = someFunction({ name: "a", wasm: join(folder, "a.wasm") });
  const b = someFunction({ name: "b", wasm: join(folder, "b.wasm") });
  const kinds = async (functions = [a, b]) =>
    (await set.update(functions, NONE)).map(({ name, kind }) => `${name} ${kind}`);

  assert.deepEqual(await kinds(), ["a added", "b added"]);
  assert.deepEqual(await kinds(), []);
  assert.equal(await call(set), "one()");

  writeFileSync(join(folder, "a.wasm"), "three");
  utimesSync(join(folder, "a.wasm"), 1, 1);
  assert.deepEqual(await kinds(), ["a changed"]);
  assert.equal(await call(set), "three()");
  assert.deepEqual(engine.open, ["two", "three"]);

  assert.deepEqual(await kinds([{ ...a, env: { K: "v" } }, b]), ["a changed"]);
  assert.deepEqual(await kinds([b]), ["a removed"]);
  assert.deepEqual(engine.open, ["two"]);
});

test("what does not load leaves the old in place, and says so once", async () => {
  const folder = temporaryFolder({ "a.wasm": "good" });
  const file = join(folder, "a.wasm");
  const set = createFunctionSet(toEngines(createFakeEngine()));
  const functions = [someFunction({ name: "a", wasm: file })];
  await set.update(functions, NONE);

  writeFileSync(file, "bad one");
  const [change] = await set.update(functions, NONE);
  assert.equal(change?.kind, "failed");
  assert.equal(change?.error?.code, "E_MODULE_INVALID");
  assert.deepEqual(await set.update(functions, NONE), []);
  assert.equal(await call(set), "good()");
  assert.equal(set.list()[0]?.error?.code, "E_MODULE_INVALID");

  writeFileSync(file, "better");
  assert.deepEqual((await set.update(functions, NONE))[0]?.kind, "changed");
  assert.equal(await call(set), "better()");
  assert.equal(set.list()[0]?.error, null);
});

test("what was never there serves nothing, and answers with its error", async () => {
  const set = createFunctionSet(toEngines(createFakeEngine()));
  await set.update([someFunction({ name: "a", wasm: "/nowhere/a.wasm" }), someFunction({ name: "b" })], NONE);
  assert.deepEqual(
    set.list().map(({ serves, error }) => [serves, error?.code]),
    [
      [false, "E_NOT_FOUND"],
      [false, "E_BUILD"],
    ],
  );
  const { error } = await set.list()[1]!.function.invoke(new Request("http://x/"));
  assert.equal(error?.code, "E_BUILD");
});

test("a failed build is told once; when it works again the error goes, even if the bytes are the same", async () => {
  const folder = temporaryFolder({ "a.wasm": "good" });
  const set = createFunctionSet(toEngines(createFakeEngine()));
  const functions = [someFunction({ name: "a", wasm: join(folder, "a.wasm"), source: folder })];
  await set.update(functions, NONE);
  const failed = new Map([["a", new SandpiperError("E_BUILD", "no")]]);
  assert.equal((await set.update(functions, failed))[0]?.kind, "failed");
  assert.deepEqual(await set.update(functions, failed), []);
  assert.equal(await call(set), "good()");
  assert.equal((await set.update(functions, NONE))[0]?.kind, "changed");
  assert.equal(set.list()[0]?.error, null);
});

test("a replaced module is closed only after its last invocation ended", async () => {
  const folder = temporaryFolder({ "a.wasm": "one" });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const engine = createFakeEngine(async () => {
    await released;
    return ENDED;
  });
  const set = createFunctionSet(toEngines(engine));
  const functions = [someFunction({ name: "a", wasm: join(folder, "a.wasm") })];
  await set.update(functions, NONE);
  const running = call(set);
  writeFileSync(join(folder, "a.wasm"), "another");
  await set.update(functions, NONE);
  assert.deepEqual(engine.open, ["one", "another"]);
  release();
  await running;
  assert.deepEqual(engine.open, ["another"]);
});
