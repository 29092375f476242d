import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { unpackTensorflow } from "./unpack-tensorflow.ts";

const context = { onProgress: () => undefined, signal: new AbortController().signal };
const skip = process.platform === "linux" ? false : "the names are those of Linux";
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "sandpiper-unpack-"));
});
after(() => rm(root, { recursive: true }));

test("of the official archive the libraries, under the names they are loaded by", { skip }, async () => {
  const lib = join(root, "lib");
  await mkdir(lib);
  for (const name of ["libtensorflow", "libtensorflow_framework"]) {
    await writeFile(join(lib, `${name}.so.2.18.0`), name);
    await symlink(`${name}.so.2.18.0`, join(lib, `${name}.so.2`));
  }
  await writeFile(join(root, "LICENSE"), "");
  const archive = join(root, "libtensorflow.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", root, "./lib", "./LICENSE"]);
  const folder = join(root, "made");
  await mkdir(folder);
  await unpackTensorflow(archive, folder, context);
  assert.deepEqual((await readdir(folder)).sort(), ["libtensorflow.so.2", "libtensorflow_framework.so.2"]);
  assert.equal(await readFile(join(folder, "libtensorflow.so.2"), "utf8"), "libtensorflow");
});

test("what is no archive, or one without the libraries, is refused", async () => {
  const folder = join(root, "refused");
  await mkdir(folder);
  const file = join(root, "file.whl");
  await writeFile(file, "not a wheel");
  await assert.rejects(unpackTensorflow(file, folder, context), { code: "E_USAGE" });
  const archive = join(root, "other.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", root, "./file.whl"]);
  await assert.rejects(unpackTensorflow(archive, folder, context), /holds no TensorFlow library/);
});
