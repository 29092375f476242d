import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { SANDPIPER } from "../support/dev-server.ts";
import { sandpiper } from "../support/run-sandpiper.ts";
import { makeGuests } from "./guests.ts";

const { "cat.wasm": cat } = await makeGuests();
const newProject = (files = {}) => realpathSync(temporaryFolder({ "cat.wasm": cat!, ...files }));

/** A PATH that begins with a program of that name, a shell script. */
function pathWith(name: string, script: string): string {
  const folder = temporaryFolder({ [name]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, name), 0o755);
  return [folder, process.env.PATH].join(delimiter);
}

const TELLS = `printf '%s|' "$(pwd)" "$@" >&2
test -f .vercel/output/config.json && echo "has the artifact" >&2
echo "Inspect https://sky.test/inspect"
echo "https://app.sky.test"`;

test("deploy builds, and runs the cloud's own tool where it looks for the artifact", async () => {
  const cwd = newProject();
  const PATH = pathWith("vercel", TELLS);
  const { code, stdout, stderr } = await sandpiper(["deploy", "--target", "vercel", "--", "--prod", "a b"], {
    cwd,
    env: { PATH },
  });
  assert.equal(code, 0, stderr);
  assert.equal(stdout.toString(), "https://app.sky.test\n", "the address alone");
  assert.ok(stderr.includes(`${cwd}|deploy|--prebuilt|--prod|a b|`), stderr);
  assert.match(stderr, /has the artifact/);
  assert.match(stderr, /Inspect https:/);
});

test("a folder may stand before the tool's arguments, and only one", async () => {
  const project = newProject();
  const env = { PATH: pathWith("vercel", TELLS) };
  const { stderr } = await sandpiper(["deploy", project, "--target", "vercel", "--", "x"], { env });
  assert.ok(stderr.includes(`${project}|deploy|--prebuilt|x|`), stderr);
  const two = await sandpiper(["deploy", project, "more", "--target", "vercel", "--", "x"], { env });
  assert.equal(two.code, 2);
  assert.match(two.stderr, /^error\[E_USAGE\]: too many arguments .*more\n {2}next: .*--/);
});

test("--dry-run prints what would run and where, and writes and runs nothing", async () => {
  const cwd = newProject();
  const ran = join(cwd, "ran");
  const args = ["deploy", "--target", "vercel", "--dry-run", "--", "it's"];
  const { code, stdout, stderr } = await sandpiper(args, { cwd, env: { PATH: pathWith("vercel", `touch ${ran}`) } });
  assert.equal(code, 0, stderr);
  const [write, where, command, ...rest] = stdout.toString().trimEnd().split("\n");
  assert.match(write!, new RegExp(`^would write \\d+ files to ${cwd}/\\.vercel/output$`));
  assert.deepEqual([where, command, rest], [`would run in ${cwd}:`, "  vercel deploy --prebuilt 'it'\\''s'", []]);
  assert.ok(!existsSync(ran) && !existsSync(join(cwd, ".vercel")));
});

test("a tool that wants the deployment's name is given it, before the arguments of whoever deploys", async () => {
  const env = { PATH: pathWith("gcloud", "exit 1") };
  const project = temporaryFolder({ "birds/cat.wasm": cat! });
  const args = ["deploy", join(project, "birds"), "--target", "google", "--dry-run", "--", "--region=europe-west1"];
  const { code, stdout, stderr } = await sandpiper(args, { env });
  assert.equal(code, 0, stderr);
  assert.match(stdout.toString(), /\n {2}gcloud run deploy birds --flags-file=flags\.yaml --region=europe-west1\n$/);
});

test("what has to be named behind -- is asked for before any work", async () => {
  const env = { PATH: pathWith("func", "exit 1") };
  const deploy = (...args: string[]) =>
    sandpiper(["deploy", newProject(), "--target", "azure", "--dry-run", ...args], { env });
  const { code, stderr } = await deploy("--", "--force");
  assert.equal(code, 2);
  assert.match(stderr, /^error\[E_USAGE\]: Azure Functions wants the function app named .*\n {2}next: .* -- my-app\n$/);
  const named = await deploy("--", "birds");
  assert.match(named.stdout.toString(), /\n {2}func azure functionapp publish birds\n$/);
});

test("without the tool, npx is what would run; without npx, the error says where to get it", async () => {
  const cwd = newProject();
  const args = ["deploy", "--target", "vercel", "--dry-run"];
  const npx = temporaryFolder({ npx: "#!/bin/sh\n" });
  chmodSync(join(npx, "npx"), 0o755);
  const { stdout } = await sandpiper(args, { cwd, env: { PATH: npx } });
  assert.match(stdout.toString(), /\n {2}npx --yes --package=vercel -- vercel deploy --prebuilt\n$/);
  const { code, stderr } = await sandpiper(args, { cwd, env: { PATH: cwd } });
  assert.equal(code, 1);
  assert.match(stderr, /^error\[E_ENGINE_UNAVAILABLE\]: there is no vercel on the PATH\n {2}next: .*https:/);
});

test("the tool's failure is ours", async () => {
  const env = { PATH: pathWith("vercel", "echo 'not signed in' >&2; exit 3") };
  const { code, stdout, stderr } = await sandpiper(["deploy", "--target", "vercel"], { cwd: newProject(), env });
  assert.deepEqual([code, stdout.toString()], [1, ""]);
  assert.match(stderr, /not signed in\nvercel ended with 3; .*\n {2}next: https:/);
});

test("Ctrl-C is passed on, and the tool ends in its own way", async () => {
  const cwd = newProject();
  const script = `trap 'echo cleaned > ${cwd}/cleaned; exit 0' INT
echo started >&2
while :; do sleep 0.1; done`;
  const child = spawn(process.execPath, [SANDPIPER, "deploy", "--target", "vercel"], {
    cwd,
    env: { ...process.env, PATH: pathWith("vercel", script) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  for await (const chunk of child.stderr) if (String(chunk).includes("started")) break;
  const ended = once(child, "exit");
  child.kill("SIGINT");
  await ended;
  assert.equal(readFileSync(join(cwd, "cleaned"), "utf8"), "cleaned\n");
});

test("what the cloud ends earlier than the settings do is said", async () => {
  const settings = '{ "functions": { "cat": { "timeout": "2h" } } }';
  const cwd = newProject({ "sandpiper.config.json": settings });
  const env = { PATH: pathWith("vercel", TELLS) };
  const { code, stderr } = await sandpiper(["deploy", "--target", "vercel", "--dry-run"], { cwd, env });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^note: cat may take .*vercel\.com.*\n {2}next: .*"timeout"/m);
});

test("a target that has no tool says so", async () => {
  const { code, stderr } = await sandpiper(["deploy", "--target", "node"], { cwd: newProject() });
  assert.equal(code, 2);
  assert.match(stderr, /^error\[E_USAGE\]: Node\.js has no tool .*\n {2}next: .*sandpiper build --target node/);
});
