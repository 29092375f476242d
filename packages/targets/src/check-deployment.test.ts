import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS, type Limits, type NamedModel } from "@sandpiper/core";
import { checkDeployment, type ModuleFacts } from "./check-deployment.ts";
import { node } from "./node/target.ts";
import type { DeployedFunction, Deployment, Figure, Target, TargetLimits } from "./target.ts";

const MIB = 1024 ** 2;
const figure = (value: number): Figure => ({ value, source: "https://docs.cloud.test/limits#all", date: "2026-11" });
const target = (limits: TargetLimits = {}, more: Partial<Target> = {}): Target => ({
  ...node,
  title: "Cloud",
  limits,
  ...more,
});

function fn(name: string, limits: Partial<Limits> = {}, models: DeployedFunction["models"] = null): DeployedFunction {
  const settings = { name, abi: "stdio", env: {}, limits: { ...DEFAULT_LIMITS, ...limits } } as const;
  return { settings, route: { path: `/${name}` }, module: `${name}.wasm`, models };
}

const model = (encoding: NamedModel["encoding"]): NamedModel => ({ path: "models/a", sha256: "", encoding });
const deployment = (...functions: DeployedFunction[]): Deployment => ({
  name: "app",
  functions,
  staticFiles: new Map(),
});
const facts = (more: Partial<ModuleFacts> = {}): ModuleFacts => ({
  hostModules: [],
  initialMemoryBytes: 0,
  modelBytes: 0,
  ...more,
});
const SMALL = { unpacked: 1000, packed: null };

test("what is within the limits, or where none is known, has no problem", () => {
  const own = { timeoutMs: 5000, memoryBytes: 64 * MIB, bodyBytes: MIB, outputBytes: MIB };
  assert.deepEqual(checkDeployment(target(), deployment(fn("a")), { unpacked: 1e12, packed: 1e12 }), []);
  const limits = {
    artifactBytes: figure(1000),
    packedBytes: figure(10),
    directUploadBytes: figure(10),
    memoryBytes: figure(64 * MIB),
    timeoutMs: figure(5000),
    requestBytes: figure(MIB),
    responseBytes: figure(MIB),
  };
  assert.deepEqual(checkDeployment(target(limits), deployment(fn("a", own)), { unpacked: 1000, packed: 10 }), []);
});

test("an artifact that is too large is refused, packed or not, with the figure and its source", () => {
  const limits = { artifactBytes: figure(MIB), packedBytes: figure(MIB / 2) };
  const problems = checkDeployment(target(limits), deployment(), { unpacked: 2 * MIB, packed: MIB });
  assert.deepEqual(
    problems.map(({ functions, kind, message }) => [functions, kind, message]),
    [
      [[], "refused", "the artifact is 2 MiB, and Cloud takes 1 MiB (docs.cloud.test, 2026-11)"],
      [[], "refused", "packed, the artifact is 1 MiB, and Cloud takes 512 KiB (docs.cloud.test, 2026-11)"],
    ],
  );
});

test("an artifact that is too large for one upload is told of, and not refused", () => {
  const problems = checkDeployment(target({ directUploadBytes: figure(MIB) }), deployment(), {
    unpacked: 3 * MIB,
    packed: 2 * MIB,
  });
  assert.deepEqual(
    problems.map(({ functions, kind, message }) => [functions, kind, message]),
    [[[], "limited", "packed, the artifact is 2 MiB, and Cloud takes 1 MiB in one piece (docs.cloud.test, 2026-11)"]],
  );
});

test("limits of the cloud that hold before the settings' own are told once for all functions that are alike", () => {
  const limits = { timeoutMs: figure(10_000), requestBytes: figure(MIB) };
  const problems = checkDeployment(
    target(limits),
    deployment(
      fn("a", { timeoutMs: 60_000, bodyBytes: MIB }),
      fn("b", { timeoutMs: 60_000, bodyBytes: 2 * MIB }),
      fn("c", { timeoutMs: 60_000, bodyBytes: MIB }),
      fn("d", { timeoutMs: 20_000, bodyBytes: MIB }),
    ),
    SMALL,
  );
  assert.deepEqual(
    problems.map(({ functions, kind, message }) => [functions, kind, message]),
    [
      [["a", "b", "c"], "limited", "a, b and c may take 1.0 min, and Cloud allows 10.00 s (docs.cloud.test, 2026-11)"],
      [["d"], "limited", "d may take 20.00 s, and Cloud allows 10.00 s (docs.cloud.test, 2026-11)"],
      [["b"], "limited", "b may be sent 2 MiB, and Cloud allows 1 MiB (docs.cloud.test, 2026-11)"],
    ],
  );
  assert.match(problems[0]!.hint, /"timeout"/);
});

test("memory that a module starts with has to be there", () => {
  const limits = { memoryBytes: figure(128 * MIB) };
  const modules = new Map([
    ["a", facts({ initialMemoryBytes: 128 * MIB })],
    ["b", facts({ initialMemoryBytes: 200 * MIB })],
  ]);
  const own = { memoryBytes: 100 * MIB };
  const problems = checkDeployment(target(limits), deployment(fn("a", own), fn("b", own)), SMALL, modules);
  assert.deepEqual(
    problems.map(({ functions, kind, message }) => [functions, kind, message]),
    [[["b"], "refused", "b starts with 200 MiB of memory, and Cloud has 128 MiB (docs.cloud.test, 2026-11)"]],
  );
});

test("models have to have room as well", () => {
  const limits = { memoryBytes: figure(128 * MIB) };
  const modules = new Map([
    ["a", facts({ initialMemoryBytes: 28 * MIB, modelBytes: 100 * MIB })],
    ["b", facts({ initialMemoryBytes: 28 * MIB, modelBytes: 200 * MIB })],
  ]);
  const own = { memoryBytes: 100 * MIB };
  const problems = checkDeployment(target(limits), deployment(fn("a", own), fn("b", own)), SMALL, modules);
  assert.deepEqual(
    problems.map(({ functions, message, hint }) => [functions, message.split(", and")[0], hint]),
    [[["b"], "b starts with 28 MiB of memory and has 200 MiB of models", "Use smaller models."]],
  );
});

test("inference is refused where it does not run, with the target's reason; other functions are not", () => {
  const functions = deployment(fn("plain"), fn("sees", {}, { birds: model("onnx") }), fn("own", {}, {}));
  const problems = checkDeployment(target({}, { noInference: "it has no room" }), functions, SMALL);
  assert.deepEqual(
    problems.map(({ functions, kind, message }) => [functions, kind, message]),
    ["sees", "own"].map((name) => [
      [name],
      "refused",
      `${name} uses inference, which does not run on Cloud: it has no room`,
    ]),
  );
});

test("models that LiteRT does not run are refused, and so is a function that needs TensorFlow", () => {
  const functions = deployment(
    fn("lite", {}, { a: model("tensorflow-lite") }),
    fn("graphs", {}, { a: model("tensorflow-lite"), b: model("tensorflow"), c: model("onnx") }),
    fn("old", {}, {}),
  );
  const modules = new Map([
    ["lite", facts({ hostModules: ["wasi_ephemeral_nn"] })],
    ["old", facts({ hostModules: ["wasmedge_image", "wasmedge_tensorflow"] })],
  ]);
  const problems = checkDeployment(target(), functions, SMALL, modules);
  assert.deepEqual(
    problems.map(({ functions, kind, message }) => [functions[0], kind, message.split(",")[0]]),
    [
      ["graphs", "refused", "graphs has the tensorflow model b"],
      ["graphs", "refused", "graphs has the onnx model c"],
      ["old", "refused", "old imports wasmedge_tensorflow"],
    ],
  );
  for (const { hint } of problems) assert.match(hint, /TensorFlow Lite/);
});

test("time to compute is held against what a place gives of it, and time as such is not", () => {
  const limits = { cpuTimeMs: figure(10_000) };
  const waiting = deployment(fn("a", { timeoutMs: 60_000, cpuTimeoutMs: 10_000 }));
  assert.deepEqual(checkDeployment(target(limits), waiting, SMALL), []);
  const [problem, ...more] = checkDeployment(target(limits), deployment(fn("a", { cpuTimeoutMs: 60_000 })), SMALL);
  assert.deepEqual([problem?.kind, more], ["limited", []]);
  assert.match(problem!.message, /^a may compute for 1\.0 min, and Cloud allows 10\.00 s /);
  assert.match(problem!.hint, /"cpu"/);
});

test("functions and files where the place itself answers are told, whatever their capitals; others are not", () => {
  const reserved = { paths: ["/own"], source: "https://docs.cloud.test/paths", date: "2026-11" };
  const problems = checkDeployment(
    target({}, { reserved }),
    {
      ...deployment(...["own", "OWN/below", "owner", "not/own"].map((path) => fn(path))),
      staticFiles: new Map(["own/a.css", "Own/b.css", "owner.css"].map((path) => [path, new Uint8Array(1)])),
    },
    SMALL,
  );
  const itself = "Cloud answers at /own itself (docs.cloud.test, 2026-11)";
  assert.deepEqual(
    problems.map(({ functions, kind, message }) => [functions, kind, message]),
    [
      [["own"], "refused", `own is to answer at /own, and ${itself}`],
      [["OWN/below"], "refused", `OWN/below is to answer at /OWN/below, and ${itself}`],
      [[], "limited", `2 files such as own/a.css cannot be asked for: ${itself}`],
    ],
  );
});

test("static files that a place would not take are refused, and are the program's matter where that serves them", () => {
  const limits = { fileBytes: figure(MIB), files: figure(2) };
  const site = {
    ...deployment(),
    staticFiles: new Map(
      ["a.html", "b.mp4", "c.css"].map((path) => [path, new Uint8Array(path === "b.mp4" ? MIB + 1 : 1)]),
    ),
  };
  assert.deepEqual(checkDeployment(target(limits), site, SMALL), []);
  const problems = checkDeployment(target(limits, { staticFiles: "place" }), site, SMALL);
  assert.deepEqual(
    problems.map(({ kind, message }) => [kind, message.split(" (")[0]]),
    [
      ["refused", "there are 3 static files, and Cloud takes 2"],
      ["refused", "the static file b.mp4 is 1.0 MiB, and Cloud takes 1 MiB"],
    ],
  );
});
