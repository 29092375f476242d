import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { folderSize } from "./folder-size.ts";
import { makeFolder } from "./make-folder.ts";

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "sandpiper-make-folder-"));
});
beforeEach(async () => {
  await rm(join(root, "nn"), { recursive: true, force: true });
});
after(() => rm(root, { recursive: true }));

test("the folder is there as a whole, or not at all", async () => {
  const folder = join(root, "nn", "thing-1.0");
  await makeFolder(folder, async (partial) => {
    await writeFile(join(partial, "file"), "12345");
    assert.deepEqual((await readdir(join(root, "nn"))).includes("thing-1.0"), false);
  });
  assert.deepEqual(await readdir(join(root, "nn")), ["thing-1.0"]);
  assert.equal(await folderSize(folder), 5);
  const failed = makeFolder(join(root, "nn", "other-1.0"), async (partial) => {
    await writeFile(join(partial, "file"), "");
    throw new Error("no network");
  });
  await assert.rejects(failed, /no network/);
  assert.deepEqual(await readdir(join(root, "nn")), ["thing-1.0"]);
});

test("what was there stays until the new one is whole; what an earlier attempt left goes", async () => {
  const folder = join(root, "nn", "thing-1.0");
  await makeFolder(folder, (partial) => writeFile(join(partial, "old"), ""));
  await mkdir(`${folder}.partial-dead`);
  await assert.rejects(
    makeFolder(folder, () => Promise.reject(new Error("broken"))),
    /broken/,
  );
  assert.deepEqual(await readdir(folder), ["old"]);
  await makeFolder(folder, (partial) => writeFile(join(partial, "new"), ""));
  assert.deepEqual(await readdir(folder), ["new"]);
  assert.deepEqual(await readdir(join(root, "nn")), ["thing-1.0"]);
});

test("a folder that is not there has no size", async () => {
  assert.equal(await folderSize(join(root, "nowhere")), 0);
});
