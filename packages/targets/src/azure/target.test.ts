import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DEFAULT_LIMITS } from "@sandpiper/core";
import type { Deployment } from "../target.ts";
import { azure } from "./target.ts";

function read(file: string, ...timeoutsMs: number[]) {
  const functions = timeoutsMs.map((timeoutMs) => {
    const settings = { name: "a", abi: "stdio", limits: { ...DEFAULT_LIMITS, timeoutMs } } as const;
    return { settings, route: { path: "/a" }, module: "a.wasm", models: null };
  });
  const deployment: Deployment = { name: "x", functions, staticFiles: new Map() };
  return String(azure.artifact(deployment).get(file));
}

test("the package names the program, and nothing has to be installed", () => {
  const { main, type, dependencies } = JSON.parse(read("package.json"));
  assert.deepEqual([main, type, dependencies], [azure.program.file, "module", undefined]);
});

test("functions answer at their own paths, and what belongs to this machine stays here", () => {
  assert.equal(JSON.parse(read("host.json")).extensions.http.routePrefix, "");
  assert.match(read(".funcignore"), /^local\.settings\.json$/m);
});

test("the host ends what runs longer than the slowest function may, within what the load balancer waits", () => {
  const timeoutOf = (...timeoutsMs: number[]) => JSON.parse(read("host.json", ...timeoutsMs)).functionTimeout;
  assert.deepEqual(
    [timeoutOf(1500, 200), timeoutOf(60_000), timeoutOf(3_600_000), timeoutOf()],
    ["00:00:12", "00:01:10", "00:03:50", "00:00:10"],
  );
});

test("the library that is bundled is one version", () => {
  const { dependencies } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.match(dependencies["@azure/functions"], /^\d+\.\d+\.\d+$/);
});
