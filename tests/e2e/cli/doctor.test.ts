import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { makeGuests, temporaryFolder } from "@sandpiper/testkit";
import { sandpiper } from "../support/run-sandpiper.ts";

interface Finding {
  readonly group: string;
  readonly name: string;
  readonly state: string;
  readonly detail: string;
  readonly path: string | null;
  readonly next: string | null;
}

/** A machine that has Node and nothing else, as far as an environment can make it one. */
const bare = (more: Readonly<Record<string, string>> = {}) => ({
  PATH: dirname(process.execPath),
  HOME: temporaryFolder(),
  XDG_CACHE_HOME: "",
  SANDPIPER_CACHE: "",
  SANDPIPER_WASMEDGE: "",
  WASMEDGE_DIR: "",
  LD_LIBRARY_PATH: "",
  ...more,
});
/** Nothing in an environment hides these. */
const INSTALLED = ["/usr", "/usr/local", "/opt/homebrew"].some((prefix) => existsSync(`${prefix}/bin/wasmedge`));
const skip = INSTALLED && "this machine has WasmEdge where systems have it";

const examine = async (env: Readonly<Record<string, string>>) => {
  const { code, stdout } = await sandpiper(["doctor", "--json"], { env });
  return { code, findings: JSON.parse(stdout.toString()) as Finding[] };
};

test("doctor says what is there, and of what is missing what brings it", { skip }, async () => {
  const { code, findings } = await examine(bare());
  assert.equal(code, 0);
  assert.deepEqual(
    [...new Set(findings.map(({ group }) => group))],
    ["sandpiper", "engines", "build", "inference", "deploy"],
  );
  const state = (name: string) => findings.find((one) => one.name === name)?.state;
  assert.deepEqual(["node", "v8", "litert", "wasmedge", "rust", "onnx"].map(state), [
    ...["there", "there", "there"],
    ...["missing", "missing", "missing"],
  ]);
  for (const { name, state: found, next } of findings) assert.equal(next !== null, found !== "there", name);
});

test("for people it is a list, with the next step below what is missing", { skip }, async () => {
  const { code, stdout } = await sandpiper(["doctor"], { env: bare() });
  assert.equal(code, 0);
  assert.match(stdout.toString(), /\nengines\n {2}ok {2}v8 .*\n {2}- {3}wasmedge .*\n {6}next: apt install wasmedge/);
});

test("a library that is none is told as broken, and ends with 1", { skip }, async () => {
  const library = join(temporaryFolder({ "lib/libwasmedge.so.0": "no library" }), "lib/libwasmedge.so.0");
  const { code, findings } = await examine(bare({ SANDPIPER_WASMEDGE: library }));
  const found = findings.find(({ name }) => name === "wasmedge")!;
  assert.deepEqual([code, found.state, found.path], [1, "broken", library]);
  const file = join(temporaryFolder(await makeGuests()), "exit7.wasm");
  const ran = await sandpiper(["run", "--engine", "wasmedge", file], { env: bare({ SANDPIPER_WASMEDGE: library }) });
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /^error\[E_ENGINE_UNAVAILABLE\]: WasmEdge cannot be used: .*libwasmedge\.so\.0/);
});

test("without WasmEdge the engine is refused with how to get it, and V8 runs on", { skip }, async () => {
  const file = join(temporaryFolder(await makeGuests()), "exit7.wasm");
  const refused = await sandpiper(["run", "--engine", "wasmedge", file], { env: bare() });
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /^error\[E_ENGINE_UNAVAILABLE\]: WasmEdge is not installed\n {2}next: .*apt install wasmedge/,
  );
  assert.equal((await sandpiper(["run", file], { env: bare() })).code, 7);
});
