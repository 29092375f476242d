import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS, type Limits } from "@sandpiper/core";
import type { DeployedFunction, Deployment } from "../target.ts";
import { google } from "./target.ts";

const MIB = 1024 ** 2;

function deployed(limits: Partial<Limits> = {}): DeployedFunction {
  const settings = { name: "a", abi: "stdio", limits: { ...DEFAULT_LIMITS, ...limits } } as const;
  return { settings, route: { path: "/a" }, module: "a.wasm", models: null };
}

const deployment = (name: string, ...functions: DeployedFunction[]): Deployment => ({
  name,
  functions,
  staticFiles: new Map(),
});
const flagsOf = (...functions: DeployedFunction[]) => {
  const flags = String(google.artifact(deployment("x", ...functions)).get("flags.yaml"));
  return Object.fromEntries([...flags.matchAll(/^ *(?:--)?([\w-]+): (.+)$/gm)].map(([, name, value]) => [name, value]));
};

test("the package names the program and the framework that starts it", () => {
  const { main, type, dependencies } = JSON.parse(String(google.artifact(deployment("x")).get("package.json")));
  assert.deepEqual([main, type], [google.program.file, "module"]);
  assert.match(dependencies["@google-cloud/functions-framework"], /^\d+\.\d+\.\d+$/);
});

test("memory is the largest function's and what Node takes, with the processors that Cloud Run wants for it", () => {
  const memoryAndCpu = (memoryBytes: number) => {
    const { memory, cpu } = flagsOf(deployed({ memoryBytes }), deployed({ memoryBytes: MIB }));
    return [memory, cpu];
  };
  assert.deepEqual(memoryAndCpu(64 * MIB), ["1024Mi", "1"]);
  assert.deepEqual(memoryAndCpu(3584 * MIB), ["4096Mi", "1"]);
  assert.deepEqual(memoryAndCpu(3585 * MIB), ["4097Mi", "2"]);
  assert.deepEqual(memoryAndCpu(10_000 * MIB), ["10512Mi", "4"]);
  assert.deepEqual(memoryAndCpu(100_000 * MIB), ["32768Mi", "8"]);
});

test("the time-out is the longest function's and that of a start, and the program knows it", () => {
  const timeout = (...timeoutMs: number[]) => {
    const { timeout: place, SANDPIPER_TIMEOUT_S } = flagsOf(...timeoutMs.map((ms) => deployed({ timeoutMs: ms })));
    assert.equal(SANDPIPER_TIMEOUT_S, `"${place}"`);
    return place;
  };
  assert.deepEqual([timeout(1500, 200), timeout(), timeout(7_200_000)], ["12", "10", "3600"]);
});

test("the service's name begins with a letter", () => {
  const name = (project: string) => google.deploy!.args!(deployment(project))[0];
  assert.deepEqual([name("birds"), name("2048")], ["birds", "app-2048"]);
  assert.equal(name(`${"1".repeat(44)}-222`)!, `app-${"1".repeat(44)}`);
});
