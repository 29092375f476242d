import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS } from "@sandpiper/core";
import { TARGETS, type Target } from "@sandpiper/targets";
import type { EngineName } from "../engine/engine-name.ts";
import type { ProjectFunction } from "../project/project.ts";
import { chooseFunctions } from "./choose-functions.ts";

const define = (name: string, engine?: EngineName): ProjectFunction => ({
  name,
  description: undefined,
  contentType: undefined,
  source: null,
  wasm: `/${name}.wasm`,
  abi: "stdio",
  route: { path: `/${name}` },
  env: {},
  directories: [],
  models: {},
  limits: DEFAULT_LIMITS,
  engine,
});

const project = { functions: [define("one"), define("two", "wasmedge"), define("three", "v8")] };

function choose(target: Target, asked?: EngineName, architecture = "x64") {
  const { functions, problems } = chooseFunctions(target, project, asked, architecture);
  return { names: functions.map(({ name }) => name), problems };
}

test("each function has the engine of its settings, and what is asked for goes before them", () => {
  const lambda = TARGETS["aws-lambda"]!;
  assert.deepEqual(choose(lambda), { names: ["two"], problems: [] });
  assert.deepEqual(choose(lambda, "wasmedge"), { names: ["one", "two", "three"], problems: [] });
  assert.deepEqual(choose(lambda, "v8"), { names: [], problems: [] });
});

test("where no native code runs, what is asked for is refused, and what only the settings say runs in V8", () => {
  for (const target of Object.values(TARGETS).filter(({ nativeCode }) => !nativeCode)) {
    const asked = choose(target, "wasmedge");
    assert.deepEqual([asked.names, asked.problems.map(({ kind }) => kind)], [[], ["refused"]], target.name);
    assert.match(asked.problems[0]!.message, new RegExp(`${target.title} runs no native code`));
    assert.match(asked.problems[0]!.hint, /--engine/);
    const set = choose(target);
    assert.deepEqual(
      [set.names, set.problems.map(({ kind, functions }) => [kind, functions])],
      [[], [["limited", ["two"]]]],
    );
    assert.match(set.problems[0]!.message, /^two runs in V8: /);
  }
});

test("native code for another processor than the place's is not made", () => {
  const { names, problems } = choose(TARGETS["tencent-scf"]!, "wasmedge", "arm64");
  assert.deepEqual([names, problems[0]?.kind], [[], "refused"]);
  assert.match(problems[0]!.message, /Tencent SCF runs on x64, and this machine, .* is arm64$/);
  assert.deepEqual(choose(TARGETS["aws-lambda"]!, "wasmedge", "arm64").problems, []);
});
