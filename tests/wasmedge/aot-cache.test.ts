import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ENGINE_GUESTS, temporaryFolder } from "@sandpiper/testkit";
import { createWasmEdgeEngine } from "../../packages/engine-wasmedge/src/index.ts";
import { skip, trixieWasmEdge } from "./support/trixie-wasmedge.ts";

/** Loads and runs a guest with an engine of its own; tells how often it was compiled. */
async function run(cacheFolder: string): Promise<{ readonly exitCode: number | null; readonly compiled: number }> {
  let compiled = 0;
  const engine = createWasmEdgeEngine({
    installation: trixieWasmEdge(),
    workers: 1,
    spares: 0,
    cacheFolder,
    whileCompiling: (_name, work) => {
      compiled += 1;
      return work();
    },
  });
  try {
    const module = await engine.load(await ENGINE_GUESTS.exit3, { name: "exit3" });
    const { exitCode } = await module.run({ args: [], env: {}, stdin: new Uint8Array(0) });
    return { exitCode, compiled };
  } finally {
    await engine.close();
  }
}

const entries = (folder: string) => readdirSync(folder).filter((name) => /\.(so|json)$/.test(name));
const only = (folder: string, ending: string) =>
  join(folder, entries(folder).find((name) => name.endsWith(ending) && !name.includes("partial"))!);

test("a module is compiled once, and only its owner may write where its code is", { skip }, async () => {
  const folder = join(temporaryFolder(), "aot");
  assert.deepEqual(await run(folder), { exitCode: 3, compiled: 1 });
  assert.deepEqual(await run(folder), { exitCode: 3, compiled: 0 });
  assert.equal(entries(folder).length, 2);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test("the limit of memory is no part of what is compiled", { skip }, async () => {
  const folder = join(temporaryFolder(), "aot");
  await run(folder);
  const engine = createWasmEdgeEngine({ installation: trixieWasmEdge(), workers: 1, cacheFolder: folder });
  await engine.load(await ENGINE_GUESTS.exit3, { limits: { memoryBytes: 2 ** 20 } });
  await engine.close();
  assert.equal(entries(folder).length, 2);
});

const DAMAGES: Readonly<Record<string, (folder: string) => void>> = {
  "a byte is another": (folder) => {
    const bytes = readFileSync(only(folder, ".so"));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(only(folder, ".so"), bytes);
  },
  "the code ends early": (folder) => {
    writeFileSync(only(folder, ".so"), readFileSync(only(folder, ".so")).subarray(0, 1000));
  },
  "the record is of another WasmEdge": (folder) => {
    const record = JSON.parse(readFileSync(only(folder, ".json"), "utf8"));
    writeFileSync(only(folder, ".json"), JSON.stringify({ ...record, wasmedge: "0.13.5" }));
  },
  "the record is none": (folder) => writeFileSync(only(folder, ".json"), "{"),
};
for (const [what, damage] of Object.entries(DAMAGES)) {
  test(`an entry is made again when ${what}`, { skip }, async () => {
    const folder = join(temporaryFolder(), "aot");
    await run(folder);
    damage(folder);
    assert.deepEqual(await run(folder), { exitCode: 3, compiled: 1 });
    assert.deepEqual(await run(folder), { exitCode: 3, compiled: 0 });
  });
}

test("several who want the same at once leave one whole entry", { skip }, async () => {
  const folder = join(temporaryFolder(), "aot");
  const all = await Promise.all([run(folder), run(folder), run(folder)]);
  assert.deepEqual(
    all.map(({ exitCode }) => exitCode),
    [3, 3, 3],
  );
  assert.equal(entries(folder).length, 2);
  assert.deepEqual(await run(folder), { exitCode: 3, compiled: 0 });
});

test("a compiler that is stopped leaves no entry, and what is left of it is taken away by the next", {
  skip,
}, async () => {
  const folder = join(temporaryFolder(), "aot");
  const stop = new AbortController();
  const options = { installation: trixieWasmEdge(), workers: 1, spares: 0, cacheFolder: folder };
  const engine = createWasmEdgeEngine({ ...options, signal: stop.signal });
  try {
    const loading = engine.load(await ENGINE_GUESTS.exit3, { name: "exit3" });
    stop.abort();
    await assert.rejects(loading, { code: "E_CANCELLED" });
    await assert.rejects(engine.load(await ENGINE_GUESTS.exit3), { code: "E_CANCELLED" });
    assert.deepEqual(entries(folder), []);
  } finally {
    await engine.close();
  }
  await run(folder);
  const left = only(folder, ".so").replace(/\.so$/, ".partial-1.so");
  writeFileSync(left, "half");
  writeFileSync(only(folder, ".json"), "{}");
  assert.deepEqual(await run(folder), { exitCode: 3, compiled: 1 });
  assert.equal(existsSync(left), false);
});
