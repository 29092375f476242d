import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS, type Limits } from "@sandpiper/core";
import type { DeployedFunction, Deployment } from "../target.ts";
import { cloudflare } from "./target.ts";

function at(path: string, limits: Partial<Limits> = {}): DeployedFunction {
  const settings = { name: "f", abi: "stdio", limits: { ...DEFAULT_LIMITS, ...limits } } as const;
  return { settings, route: { path }, module: "f.wasm", models: null };
}

function settingsOf(functions: readonly DeployedFunction[], files: readonly string[] = []) {
  const staticFiles = new Map(files.map((file) => [file, new Uint8Array([1])]));
  const deployment: Deployment = { name: "site", functions, staticFiles };
  const artifact = cloudflare.artifact(deployment);
  return { artifact, settings: JSON.parse(String(artifact.get("wrangler.jsonc"))) };
}

test("modules are imported as such, models as bytes, and nothing is bundled again", () => {
  const { settings } = settingsOf([at("/f")]);
  assert.equal(settings.main, `${cloudflare.program.folder}/${cloudflare.program.file}`);
  assert.equal(settings.no_bundle, true);
  assert.deepEqual(
    settings.rules.map(({ type, globs }: { type: string; globs: string[] }) => [type, globs]),
    [
      ["CompiledWasm", ["**/*.wasm"]],
      ["Data", ["models/**"]],
    ],
  );
  assert.equal(settings.assets, undefined);
});

test("functions go before files, but for one at the root", () => {
  const { artifact, settings } = settingsOf([at("/f"), at("/"), at("/f")], ["index.html", "a/b.css"]);
  assert.deepEqual(settings.assets, { directory: "./public", run_worker_first: ["/f", "/f/*"] });
  assert.deepEqual([...artifact.keys()], ["wrangler.jsonc", "public/index.html", "public/a/b.css"]);
  assert.equal(settingsOf([at("/")], ["a"]).settings.assets.run_worker_first, false);
});

test("with more paths than there may be patterns, only those with a file in their way are named", () => {
  const functions = Array.from({ length: 51 }, (_, index) => at(`/f${index}`));
  const files = ["index.html", "f1/a.css", "f2.html", "f3", "f40.css", "g/f5/a.css"];
  const { assets } = settingsOf(functions, files).settings;
  assert.deepEqual(assets.run_worker_first, ["/f1", "/f1/*", "/f2", "/f2/*", "/f3", "/f3/*"]);
  const long = settingsOf([at(`/${"f".repeat(98)}`), at("/g")], ["g/a.css"]).settings;
  assert.deepEqual(long.assets.run_worker_first, ["/g", "/g/*"]);
});

test("processor time is set only where a function wants more than the place gives by itself", () => {
  assert.equal(settingsOf([at("/f", { cpuTimeoutMs: 30_000 })]).settings.limits, undefined);
  assert.deepEqual(settingsOf([at("/f"), at("/g", { cpuTimeoutMs: 60_000 })]).settings.limits, { cpu_ms: 60_000 });
  assert.deepEqual(settingsOf([at("/f", { cpuTimeoutMs: 900_000 })]).settings.limits, { cpu_ms: 300_000 });
});
