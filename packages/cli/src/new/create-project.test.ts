import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { findSources } from "../build/find-sources.ts";
import { loadConfig } from "../config/load-config.ts";
import { createProject, templateNames } from "./create-project.ts";

let folder = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpiper-new-"));
});

after(() => rm(folder, { recursive: true, force: true }));

const listed = async (dir: string) =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

test("a project has a function in source and compiled, valid settings, and nothing that is not named", async () => {
  const { dir, files } = await createProject("birds", { dir: join(folder, "birds") });
  assert.equal(await listed(dir), files.length);
  for (const file of [".gitignore", "README.md", "sandpiper.config.json", "functions/hello/src/main.rs"]) {
    assert.ok(files.includes(file), file);
  }
  assert.match(await readFile(join(dir, "README.md"), "utf8"), /^# birds\n/);
  const { config } = await loadConfig(dir);
  assert.deepEqual(Object.keys(config.functions ?? {}), ["hello"]);
  assert.deepEqual(await findSources(dir), [{ name: "hello", path: join(dir, "functions", "hello") }]);
  const module = await readFile(join(dir, "functions/hello/hello.wasm"));
  assert.ok(WebAssembly.validate(module));
});

test("every template can be taken", async () => {
  for (const template of await templateNames()) {
    const { files } = await createProject(template, { dir: join(folder, "templates", template), template });
    assert.ok(files.length > 3, template);
  }
});

test("an empty folder is taken, one with files is left as it was", async () => {
  const empty = join(folder, "empty");
  await mkdir(empty);
  await createProject("empty", { dir: empty });
  assert.ok((await readdir(empty)).includes("README.md"));

  const full = join(folder, "full");
  await mkdir(full);
  await writeFile(join(full, "mine.txt"), "mine");
  await assert.rejects(createProject("full", { dir: full }), { code: "E_USAGE", message: /already has files/ });
  assert.deepEqual(await readdir(full), ["mine.txt"]);
  await assert.rejects(createProject("x", { dir: join(full, "mine.txt") }), { code: "E_USAGE", message: /is a file/ });
});

test("a bad name or template is refused and nothing is written", async () => {
  for (const name of ["", "..", "Birds", "a b", "-a", "a/b", "ä", "x".repeat(64)]) {
    await assert.rejects(createProject(name, { dir: join(folder, "refused") }), { code: "E_USAGE" }, name);
  }
  await assert.rejects(createProject("My Birds", {}), { hint: "Try `sandpiper new my-birds`." });
  await assert.rejects(createProject("a", { dir: join(folder, "refused"), template: "cobol" }), {
    code: "E_USAGE",
    hint: /rust/,
  });
  const left = await readdir(folder);
  assert.ok(!left.some((name) => name.includes("refused")), left.join());
});
