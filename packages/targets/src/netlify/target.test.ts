import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { DEFAULT_LIMITS } from "@sandpiper/core";
import { temporaryFolder } from "../../../../tests/support/temporary-folder.ts";
import type { Deployment } from "../target.ts";
import { netlify } from "./target.ts";

const settings = { name: "f", abi: "stdio", limits: DEFAULT_LIMITS } as const;
const deployment: Deployment = {
  name: "x",
  functions: [{ settings, route: { path: "/f" }, module: "f.wasm", models: null }],
  staticFiles: new Map([["img/a b.png", Uint8Array.of(1, 2)]]),
};

test("static files go where netlify.toml says", () => {
  const files = netlify.artifact(deployment);
  assert.match(String(files.get("netlify.toml")), /^publish = "public"$/m);
  assert.deepEqual(files.get("public/img/a b.png"), Uint8Array.of(1, 2));
});

test("the main file hands on the program's handler, and says where it answers", async () => {
  const folder = temporaryFolder();
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  for (const [path, content] of netlify.artifact(deployment)) await write(path, content);
  await write(
    `${netlify.program.folder}/${netlify.program.file}`,
    "const handler = () => 7;\nexport { handler as default };\n",
  );
  const main = await import(pathToFileURL(join(folder, "functions/sandpiper/sandpiper.mjs")).href);
  assert.equal(main.default(), 7);
  assert.deepEqual(main.config.path, ["/f", "/f/*"]);
});
