import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { TARGETS } from "@sandpiper/targets";
import { listTemplateTargets } from "create-sandpiper";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { startDevServer } from "../support/dev-server.ts";
import { sandpiper } from "../support/run-sandpiper.ts";

const LETTER = fileURLToPath(
  new URL("../../../packages/create-sandpiper/templates/page/public/samples/letter.png", import.meta.url),
);
/** Clouds: each is to have a template. */
const WANTED = ["vercel", "netlify", "aws-lambda", "tencent-scf", "cloudflare", "google", "azure"] as const;

async function makeProject(target: string): Promise<string> {
  const cwd = temporaryFolder();
  const { code, stderr } = await sandpiper(["new", "my-app", "--target", target], { cwd });
  assert.equal(code, 0, stderr);
  return join(cwd, "my-app");
}

test("there is a template for each target that is wanted", async () => {
  const names = (await listTemplateTargets()).map(({ name }) => name);
  assert.deepEqual(
    WANTED.filter((name) => name in TARGETS && !names.includes(name)),
    [],
  );
});

test("new --target tells what it made and what to do next, and as JSON", async () => {
  const cwd = temporaryFolder();
  const { code, stdout } = await sandpiper(["new", "my-app", "--target", "netlify"], { cwd });
  assert.equal(code, 0);
  assert.match(
    stdout.toString(),
    /^Made my-app for Netlify\n(?: {2}\S.*\n)+Next: cd my-app && npm install && npm run dev\n$/,
  );
  const json = await sandpiper(["new", "other", "--target", "netlify", "--json"], { cwd });
  const { template, target, files } = JSON.parse(json.stdout.toString());
  assert.deepEqual([template, target], ["web", "netlify"]);
  assert.ok(files.includes("netlify.toml"));
});

test("until the page is built dev serves the functions, and says what is missing", async () => {
  const project = await makeProject("vercel");
  const server = await startDevServer(project);
  try {
    const response = await fetch(`${server.url}/api/image-classify`, { method: "POST", body: await readFile(LETTER) });
    assert.equal(((await response.json()) as { label: string }).label, "R");
    assert.match(server.output(), /dist\/site is not there yet/);
    assert.doesNotMatch(server.output(), /serveStatic/);
    mkdirSync(join(project, "dist/site"), { recursive: true });
    await writeFile(join(project, "dist/site/index.html"), "built");
    assert.equal(await (await fetch(server.url)).text(), "built");
    rmSync(join(project, "dist/site"), { recursive: true });
  } finally {
    await server.stop();
  }
  const { code, stderr } = await sandpiper(["check", "--target", "vercel"], { cwd: project });
  assert.equal(code, 2);
  assert.match(stderr, /^error\[E_CONFIG\]: static: .*dist\/site\n {2}next: .*npm run build/m);
});

for (const { name, title, outFolder } of await listTemplateTargets()) {
  describe(`a project for ${title}`, () => {
    test("passes the check without a remark on its functions, and its artifact has all of it", async () => {
      const project = await makeProject(name);
      // What Vite makes is tested with the clouds' own tools.
      mkdirSync(join(project, "dist/site"), { recursive: true });
      cpSync(join(project, "public"), join(project, "dist/site"), { recursive: true });
      await writeFile(join(project, "dist/site/index.html"), "<!doctype html><title>x</title>");
      const check = await sandpiper(["check", "--target", name, "--json"], { cwd: project });
      assert.equal(check.code, 0, check.stderr);
      const { works, problems } = JSON.parse(check.stdout.toString());
      assert.deepEqual([works, problems], [true, []]);

      const build = await sandpiper(["build", "--target", name, "--json"], { cwd: project });
      assert.equal(build.code, 0, build.stderr);
      const { out, files } = JSON.parse(build.stdout.toString()) as { out: string; files: { path: string }[] };
      assert.equal(out, join(project, outFolder));
      for (const wanted of ["image-grayscale.wasm", "image-classify.wasm", "litert.wasm", "index.html", "shore.jpg"]) {
        const found = files.find(({ path }) => path.endsWith(wanted));
        assert.ok(found && statSync(join(out, found.path)).size > 0, wanted);
      }
      assert.ok(existsSync(join(project, "dist/site/index.html")), "the build took the page away");
    });
  });
}
