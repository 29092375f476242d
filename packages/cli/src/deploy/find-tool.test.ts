import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { findTool } from "./find-tool.ts";

const TOOL = { npm: "skyhook-cli", command: ["skyhook", "up", "--all"], help: "https://skyhook.test/install" };

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "sandpiper-tools-"));
  for (const [path, mode] of [
    ["own/skyhook", 0o755],
    ["text/skyhook", 0o644],
    ["npm/npx", 0o755],
  ] as const) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), "#!/bin/sh\n");
    await chmod(join(root, path), mode);
  }
  await mkdir(join(root, "folder", "skyhook"), { recursive: true });
});
after(() => rm(root, { recursive: true, force: true }));

const path = (...names: string[]) => names.map((name) => join(root, name)).join(delimiter);

test("the program on the PATH is taken, also where npx is", async () => {
  assert.deepEqual(await findTool(TOOL, path("npm", "own")), ["skyhook", "up", "--all"]);
});

test("without it, npx runs it from its package; what cannot be run is none", async () => {
  for (const other of ["nowhere", "text", "folder"]) {
    assert.deepEqual(
      await findTool(TOOL, path(other, "npm")),
      ["npx", "--yes", "--package=skyhook-cli", "--", "skyhook", "up", "--all"],
      other,
    );
  }
});

test("with neither, the error says where to read", async () => {
  const missing = { code: "E_ENGINE_UNAVAILABLE", message: /no skyhook on the PATH/, hint: /skyhook\.test/ };
  await assert.rejects(findTool(TOOL, path("text")), missing);
  await assert.rejects(findTool({ ...TOOL, npm: null }, path("npm")), missing);
  await assert.rejects(findTool(TOOL, ""), missing);
});
