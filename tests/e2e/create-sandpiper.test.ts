import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { packPackages, toOverrides } from "./support/pack-packages.ts";

// What `npm create sandpiper` does, from tarballs instead of a registry: nothing of the checkout is reached.

const LETTER = fileURLToPath(
  new URL("../../packages/create-sandpiper/templates/page/public/samples/letter.png", import.meta.url),
);
const NO_NETWORK = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/;

function run(command: string, args: readonly string[], cwd: string) {
  // Programs begin with `env node`, which has to be the Node that runs the tests.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  return { code: status, stdout, stderr: `${stderr}${error?.message ?? ""}` };
}

const INSTALL = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];

describe("create-sandpiper, packed and installed", () => {
  let tarballs: ReadonlyMap<string, string>;
  let cwd: string;
  let missing: string | undefined;

  before(() => {
    tarballs = packPackages();
    // npx cannot be told to take the dependencies of a tarball from tarballs; a project can.
    cwd = temporaryFolder({
      "package.json": JSON.stringify({
        private: true,
        dependencies: { "create-sandpiper": `file:${tarballs.get("create-sandpiper")}` },
        overrides: toOverrides(tarballs),
      }),
    });
    const { code, stderr } = run("npm", INSTALL, cwd);
    if (code !== 0 && NO_NETWORK.test(stderr)) missing = stderr.trim().split("\n")[0];
    else assert.equal(code, 0, stderr);
  });

  const create = (...args: string[]) => run("npx", ["--offline", "--no-install", "create-sandpiper", ...args], cwd);

  test("a project is made by flags alone, and works with the command line that it asks for", (t) => {
    if (missing) return t.skip(`npm fetched nothing: ${missing}`);
    const made = create("my-app", "--target", "vercel");
    assert.equal(made.code, 0, made.stderr);
    assert.match(
      made.stdout,
      /^Made my-app for Vercel\n[\s\S]*\nNext:\n {2}cd my-app\n {2}npm install\n {2}npm run dev\n$/,
    );

    const project = join(cwd, "my-app");
    const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    const { sandpiper } = manifest.devDependencies;
    const version = JSON.parse(readFileSync(join(cwd, "node_modules/create-sandpiper/package.json"), "utf8")).version;
    assert.equal(sandpiper, `^${version}`);
    // The page's tools are tested with the clouds'; here it is our own packages.
    manifest.devDependencies = { sandpiper: `file:${tarballs.get("sandpiper")}` };
    writeFileSync(join(project, "package.json"), JSON.stringify({ ...manifest, overrides: toOverrides(tarballs) }));
    const installed = run("npm", INSTALL, project);
    assert.equal(installed.code, 0, installed.stderr);

    const letter = run("npx", ["sandpiper", "invoke", "image-classify", "--data", `@${LETTER}`], project);
    assert.equal(letter.code, 0, letter.stderr);
    assert.equal(JSON.parse(letter.stdout).label, "R");
    mkdirSync(join(project, "dist/site"), { recursive: true });
    const check = run("npx", ["sandpiper", "check", "--target", "vercel"], project);
    assert.equal(check.code, 0, check.stderr);
    assert.match(check.stdout, /can be deployed to Vercel\n$/);
    // And `sandpiper new` is the same.
    const other = run("npx", ["sandpiper", "new", "other", "--target", "netlify", "--json"], project);
    assert.equal(other.code, 0, other.stderr);
    assert.ok(JSON.parse(other.stdout).files.includes("functions/image-classify/image-classify.wasm"));
  });

  test("without a name, a terminal or what exists, it says what to do", (t) => {
    if (missing) return t.skip(`npm fetched nothing: ${missing}`);
    for (const [args, code, says] of [
      [[], 2, /^error\[E_USAGE\]: the project has no name\n {2}next: .*npm create sandpiper my-app/],
      [["a", "b"], 2, /too many arguments: b/],
      [["a", "--tarhet", "vercel"], 2, /Unknown option '--tarhet'\n {2}next: .*--help/],
      [["a", "--target", "moon"], 2, /no project is made for "moon"\n {2}next: There is vercel, netlify/],
      [["A"], 2, /"A" cannot be a project's name/],
    ] as const) {
      const { code: ended, stderr } = create(...args);
      assert.equal(ended, code, args.join(" "));
      assert.match(stderr, says);
    }
    assert.match(create("--help").stdout, /--target <name> .*vercel.*\n[\s\S]*npm create sandpiper my-app -- --target/);
    const json = JSON.parse(create("small", "--json").stdout);
    assert.deepEqual([json.template, json.target], ["rust", null]);
  });
});
