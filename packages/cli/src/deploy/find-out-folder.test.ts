import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TARGETS } from "@sandpiper/targets";
import type { Project } from "../project/project.ts";
import { writeArtifact } from "./build-artifact.ts";
import { findOutFolder } from "./find-out-folder.ts";

const target = TARGETS["aws-lambda"]!;
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "sandpiper-out-"));
});
after(() => rm(root, { recursive: true, force: true }));

const find = (out?: string) =>
  findOutFolder(target, { root, staticFolder: join(root, "public"), functions: [] } as unknown as Project, out);

test("a folder with what is no artifact is not replaced, wherever it is", async () => {
  await mkdir(join(root, "src"));
  await writeFile(join(root, "src/main.ts"), "");
  for (const out of ["src", "src/main.ts", "/", ".", "..", "public"]) {
    assert.throws(() => find(out), { code: "E_USAGE", message: /would be replaced$/ }, out);
  }
});

test("one that is empty, or that is not there, or has an artifact is", async () => {
  await mkdir(join(root, "empty"));
  assert.equal(find("empty"), join(root, "empty"));
  assert.equal(find("new"), join(root, "new"));
  for (const path of ["function/index.mjs", "image/oci-layout"]) {
    const files = new Map([[path, ""]]);
    await writeArtifact({ files, executables: new Set() }, find("made"));
  }
});

test("where a target expects it, everything is", async () => {
  await mkdir(join(root, target.outFolder, "else"), { recursive: true });
  assert.equal(find(), join(root, target.outFolder));
});

test("an artifact is as readable as any new folder", async () => {
  await mkdir(join(root, "plain"));
  await writeArtifact({ files: new Map([["a", ""]]), executables: new Set() }, join(root, "artifact"));
  const modeOf = async (name: string) => (await stat(join(root, name))).mode;
  assert.equal(await modeOf("artifact"), await modeOf("plain"));
});
