import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS, type Limits } from "@sandpiper/core";
import type { Deployment } from "../target.ts";
import { toMemoryMb, toServerlessYml, toTimeoutS } from "./serverless-yml.ts";

const MIB = 1024 ** 2;

function deployment(name: string, ...limits: Partial<Limits>[]): Deployment {
  return {
    name,
    functions: limits.map((own, index) => ({
      settings: { name: `f${index}`, abi: "stdio", env: {}, limits: { ...DEFAULT_LIMITS, ...own } },
      route: { path: `/f${index}` },
      module: `f${index}.wasm`,
      models: null,
    })),
    staticFiles: new Map(),
  };
}

test("memory is that of the hungriest function and what Node takes, in SCF's steps and within its bounds", () => {
  const memory = (...bytes: number[]) => toMemoryMb(deployment("a", ...bytes.map((memoryBytes) => ({ memoryBytes }))));
  assert.deepEqual(
    [memory(), memory(64 * MIB), memory(64 * MIB, 600 * MIB), memory(4096 * MIB)],
    [1024, 1024, 1152, 3072],
  );
});

test("time is that of the slowest function and a start, within SCF's bounds", () => {
  const time = (...ms: number[]) => toTimeoutS(deployment("a", ...ms.map((timeoutMs) => ({ timeoutMs }))));
  assert.deepEqual([time(), time(1500, 30_000), time(3_600_000)], [10, 40, 900]);
});

const heads = (name: string) =>
  (["web", "event"] as const).map(
    (kind) => /^name: (.*)$/m.exec(toServerlessYml(deployment(name), kind, "./function"))![1]!,
  );

test("names are what SCF takes, and those of the two kinds are not the same", () => {
  assert.deepEqual(heads("my-app"), ["my-app", "my-app-event"]);
  assert.deepEqual(heads("2048"), ["app-2048", "app-2048-event"]);
  for (const name of heads(`9${"a-".repeat(24)}`)) {
    assert.match(name, /^[a-z][a-z0-9-]*[a-z0-9]$/);
    assert.ok(`${name}-dev`.length <= 60, name);
  }
});

test("an event function has a handler, and a web function is told how long a request may take", () => {
  const web = toServerlessYml(deployment("a", {}), "web", "./function");
  const event = toServerlessYml(deployment("a", {}), "event", "../function");
  assert.match(web, /^ {2}type: web\n {2}src: \.\/function\n {2}environment:\n/m);
  const [timeout, told] = [/^ {2}timeout: (.+)$/m, /SANDPIPER_TIMEOUT_S: "(.+)"$/m].map((part) => part.exec(web)?.[1]);
  assert.ok(timeout !== undefined && timeout === told, web);
  assert.match(
    event,
    /^ {2}type: event\n {2}src: \.\.\/function\n {2}handler: index\.main_handler\n {2}runtime: Nodejs/m,
  );
});
