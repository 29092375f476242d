import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS } from "@sandpiper/core";
import type { DeployedFunction } from "../target.ts";
import { vercel } from "./target.ts";

function deployed(path: string, timeoutMs: number): DeployedFunction {
  const limits = { ...DEFAULT_LIMITS, timeoutMs };
  return { settings: { name: "a", abi: "stdio", limits }, route: { path }, module: "a.wasm", models: null };
}

const read = (functions: readonly DeployedFunction[], file: string) => {
  const staticFiles = new Map([["img/a b.png", Uint8Array.of(1, 2)]]);
  return vercel.artifact({ name: "x", functions, staticFiles }).get(file);
};
const durationOf = (functions: readonly DeployedFunction[]): number =>
  JSON.parse(String(read(functions, "functions/_sandpiper.func/.vc-config.json"))).maxDuration;

test("the artifact has its settings beside the program, and static files as they are", () => {
  const functions = [deployed("/a", 1000)];
  assert.deepEqual(read(functions, "static/img/a b.png"), Uint8Array.of(1, 2));
  const config = JSON.parse(String(read(functions, "config.json")));
  assert.deepEqual([config.version, config.routes[0].dest], [3, "/_sandpiper"]);
  const { folder, file } = vercel.program;
  assert.equal(JSON.parse(String(read(functions, `${folder}/.vc-config.json`))).handler, file);
});

test("Vercel ends what runs longer than the slowest function may, within what every plan allows", () => {
  assert.equal(durationOf([deployed("/a", 1500), deployed("/b", 200)]), 12);
  assert.equal(durationOf([deployed("/a", 3_600_000)]), 300);
  assert.equal(durationOf([]), 10);
});
