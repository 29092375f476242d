import assert from "node:assert/strict";
import { test } from "node:test";
import { ENGINE_GUESTS } from "@sandpiper/testkit";
import { createInlineEngine } from "../inline/inline-engine.ts";
import { prepareForDeployment } from "./prepare-for-deployment.ts";

const MIB = 1024 ** 2;
const call = () => ({ args: ["guest"], env: {}, stdin: new TextEncoder().encode("hello") });

test("a module that was prepared runs once somebody else has compiled it", async () => {
  const { bytes, sha256, hostModules, initialMemoryBytes } = await prepareForDeployment(await ENGINE_GUESTS.echo);
  const loaded = await createInlineEngine().load(await WebAssembly.compile(bytes));
  const exit = await loaded.run(call());
  assert.equal(new TextDecoder().decode(exit.stdout), "hello");
  assert.equal(loaded.sha256, sha256);
  assert.deepEqual(hostModules, []);
  assert.equal(initialMemoryBytes, 65_536);
});

test("and keeps to the memory it was prepared for", async () => {
  const limits = { memoryBytes: 4 * MIB };
  const { bytes } = await prepareForDeployment(await ENGINE_GUESTS.growBomb, { limits });
  const module = await WebAssembly.compile(bytes);
  const exit = await (await createInlineEngine().load(module, { limits })).run(call());
  assert.equal(exit.error?.code, "E_MEMORY_LIMIT");
  await assert.rejects(createInlineEngine().load(module, { limits: { memoryBytes: 2 * MIB } }), {
    code: "E_MEMORY_LIMIT",
  });
});

test("what cannot run is refused as it is prepared", async () => {
  await assert.rejects(prepareForDeployment(new TextEncoder().encode("#!/bin/sh\n")), { code: "E_MODULE_INVALID" });
});

test("a plan that is none is refused", async () => {
  const { bytes } = await prepareForDeployment(await ENGINE_GUESTS.echo);
  const at = Buffer.from(bytes).indexOf('"maximumPages":');
  const forged = Uint8Array.from(bytes);
  forged.set(new TextEncoder().encode('"maximumPages":-'), at);
  await assert.rejects(createInlineEngine().load(await WebAssembly.compile(forged)), { code: "E_MODULE_INVALID" });
});
