import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createProject } from "./create-project.ts";
import { listTemplateTargets, TEMPLATES, type Template } from "./templates.ts";

let folder = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpiper-new-"));
});

after(() => rm(folder, { recursive: true, force: true }));

const listed = async (dir: string) =>
  (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

const functionsOf = async (dir: string) =>
  Object.keys(JSON.parse(await readFile(join(dir, "sandpiper.config.json"), "utf8")).functions);

test("a project has a function in source and compiled, valid settings, and nothing that is not named", async () => {
  const { dir, files } = await createProject("birds", { dir: join(folder, "birds") });
  assert.equal(await listed(dir), files.length);
  assert.equal((await stat(dir)).mode & 0o777, 0o777 & ~process.umask());
  for (const file of [".gitignore", "README.md", "sandpiper.config.json", "functions/hello/src/main.rs"]) {
    assert.ok(files.includes(file), file);
  }
  assert.match(await readFile(join(dir, "README.md"), "utf8"), /^# birds\n/);
  assert.deepEqual(await functionsOf(dir), ["hello"]);
  const module = await readFile(join(dir, "functions/hello/hello.wasm"));
  assert.ok(WebAssembly.validate(module));
});

test("every template can be taken, for a target where it is made for one", async () => {
  for (const [template, { targets }] of Object.entries<Template>(TEMPLATES)) {
    const target = targets === "none" ? undefined : (targets?.[0] ?? "vercel");
    const made = await createProject("birds", { dir: join(folder, "templates", template), template, target });
    assert.equal(await listed(made.dir), made.files.length);
    assert.deepEqual([made.template, made.target?.name], [template, target]);
  }
});

test("with a target the page by Vite is the template, and its settings are valid", async () => {
  for (const { name } of await listTemplateTargets()) {
    const { dir, template, files } = await createProject("birds", { dir: join(folder, "targets", name), target: name });
    assert.equal(template, "web");
    assert.ok(files.includes("index.html") && files.includes(".github/workflows/deploy.yml"));
    assert.deepEqual(await functionsOf(dir), ["image-grayscale", "image-classify"]);
  }
});

test("a template and a target that do not go together are refused", async () => {
  const dir = join(folder, "refused");
  for (const [options, message, hint] of [
    [{ target: "vercle" }, /no project is made for "vercle"/, /vercel, netlify/],
    [{ template: "web" }, /the template web needs a target/, /--target vercel/],
    [{ template: "rust", target: "vercel" }, /rust is not made for a target/, /template web/],
  ] as const) {
    await assert.rejects(createProject("a", { dir, ...options }), { code: "E_USAGE", message, hint });
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

  const link = join(folder, "link");
  await symlink(join(folder, "nowhere"), link);
  await assert.rejects(createProject("x", { dir: link }), { code: "E_USAGE", message: /leads nowhere/ });
});

test("a bad name or template is refused and nothing is written", async () => {
  for (const name of ["", "..", "Birds", "a b", "-a", "a/b", "ä", "x".repeat(64)]) {
    await assert.rejects(createProject(name, { dir: join(folder, "refused") }), { code: "E_USAGE" }, name);
  }
  await assert.rejects(createProject("My Birds", {}), { hint: 'Try "my-birds".' });
  await assert.rejects(createProject("a", { dir: join(folder, "refused"), template: "cobol" }), {
    code: "E_USAGE",
    hint: /rust/,
  });
  const left = await readdir(folder);
  assert.ok(!left.some((name) => name.includes("refused")), left.join());
});
