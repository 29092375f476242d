import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS, type Limits } from "@sandpiper/core";
import { toMemoryNeedMib, toTimeNeedS } from "./instance-needs.ts";
import type { Deployment } from "./target.ts";

const MIB = 1024 ** 2;

function deployment(modelBytes: number | undefined, ...limits: Partial<Limits>[]): Deployment {
  const functions = limits.map((own) => {
    const settings = { name: "a", abi: "stdio", limits: { ...DEFAULT_LIMITS, ...own } } as const;
    return { settings, route: { path: "/a" }, module: "a.wasm", models: null };
  });
  return { name: "x", functions, staticFiles: new Map(), ...(modelBytes === undefined ? {} : { modelBytes }) };
}

test("memory is for the hungriest function, Node and the copies of each model", () => {
  const own = [{ memoryBytes: 100 * MIB }, { memoryBytes: 64 * MIB }];
  assert.equal(toMemoryNeedMib(deployment(undefined, ...own)), 612);
  assert.equal(toMemoryNeedMib(deployment(200 * MIB + 1, ...own)), 1013);
  assert.equal(toMemoryNeedMib(deployment(undefined)), 512);
});

test("time is for the slowest function, and a first start", () => {
  assert.equal(toTimeNeedS(deployment(undefined, { timeoutMs: 1500 }, { timeoutMs: 200 })), 12);
  assert.equal(toTimeNeedS(deployment(undefined)), 10);
});
