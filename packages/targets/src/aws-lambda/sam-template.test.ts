import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS, type Limits } from "@sandpiper/core";
import type { Deployment } from "../target.ts";
import { toMemoryMb, toSamSettings, toSamTemplate, toTimeoutS } from "./sam-template.ts";

const MIB = 1024 ** 2;

function deploy(...limits: Partial<Limits>[]): Deployment {
  const functions = limits.map((own, index) => ({
    settings: { name: `f${index}`, abi: "stdio" as const, limits: { ...DEFAULT_LIMITS, ...own } },
    route: { path: `/f${index}` },
    module: `f${index}.wasm`,
    models: null,
  }));
  return { name: "my-app", functions, staticFiles: new Map() };
}

test("memory is that of the largest function and Node's, from 1 GB to what Lambda has", () => {
  assert.equal(toMemoryMb(deploy({})), 1024);
  assert.equal(toMemoryMb(deploy({ memoryBytes: 64 * MIB }, { memoryBytes: 2000.5 * MIB })), 2513);
  assert.equal(toMemoryMb(deploy({ memoryBytes: 64 * 1024 * MIB })), 10_240);
  assert.equal(toMemoryMb(deploy()), 1024);
});

test("the time is that of the slowest function and a start's, up to what Lambda has", () => {
  assert.equal(toTimeoutS(deploy({})), 40);
  assert.equal(toTimeoutS(deploy({ timeoutMs: 1500 }, { timeoutMs: 120_000 })), 130);
  assert.equal(toTimeoutS(deploy({ timeoutMs: 3_600_000 })), 900);
});

test("the template has the settings, and one parameter for the URL's mode and the program's", () => {
  const template = toSamTemplate(deploy({ timeoutMs: 5000 }));
  for (const line of ["CodeUri: function/", "Handler: index.handler", "MemorySize: 1024", "Timeout: 15"]) {
    assert.ok(template.includes(`      ${line}\n`), line);
  }
  assert.equal(template.match(/!Ref InvokeMode$/gm)?.length, 2);
  assert.match(template, /^Description: "my-app: f0"$/m);
  assert.match(toSamSettings(deploy({})), /^stack_name = "my-app"$/m);
});

test("what has native code in it runs on the processor that it is for, what has none where it costs less", () => {
  assert.match(toSamTemplate(deploy({})), /Architectures: \[arm64\]/);
  assert.match(toSamTemplate({ ...deploy({}), architecture: "amd64" }), /Architectures: \[x86_64\]/);
});
