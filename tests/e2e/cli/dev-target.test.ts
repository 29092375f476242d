import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { TARGETS, type TargetName } from "@sandpiper/targets";
import { makeCorpusProject, testTarget } from "@sandpiper/testkit";
import { findTool } from "../../../packages/cli/src/deploy/find-tool.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { compileWat } from "../../support/wat.ts";
import { type DevServer, startDevServer } from "../support/dev-server.ts";
import { sandpiper } from "../support/run-sandpiper.ts";
import { makeGuests, says } from "./guests.ts";

const guests = await makeGuests();
const one = await compileWat(says("one"));
const two = await compileWat(says("two"));

async function start(context: TestContext, folder: string, ...args: string[]): Promise<DevServer> {
  const server = await startDevServer(folder, args);
  context.after(() => server.stop());
  return server;
}

/** Waits until something is so; only a hang takes all the time there is. */
async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `it never came that ${what}`);
    await sleep(50);
  }
}

/** Deno and Bun run their programs themselves; `npm run test:clouds` installs them. */
async function skipOf(name: TargetName): Promise<string | false> {
  const local = TARGETS[name]!.local!;
  if ("gateway" in local) return false;
  return findTool({ ...local.server, npm: null }).then(
    () => false,
    (error: Error) => error.message,
  );
}

for (const { name, local } of Object.values(TARGETS)) {
  if (local === null) continue;
  testTarget(`sandpiper dev --target ${name}`, {
    skip: await skipOf(name),
    async start(project) {
      const server = await startDevServer(project, ["--target", name]);
      return {
        fetch: (path, init) => fetch(server.url + path, init),
        async stop() {
          await server.stop();
        },
      };
    },
  });
}

test("a project is served as the cloud would, told, built again and stopped", async (context) => {
  const folder = temporaryFolder({
    "say.wasm": one,
    "cat.wasm": guests["cat.wasm"]!,
    "trap.wasm": guests["trap.wasm"]!,
  });
  const server = await start(context, folder, "--target", "vercel");
  const { url } = server;
  await until("it greets", () => server.output().includes("Ctrl-C"));
  assert.match(
    server.output(),
    new RegExp(`as Vercel would on ${url}\n  /cat\n  /say\n  /trap\nTry it:\n  curl .*${url}/cat\n`),
  );
  assert.match(server.output(), /note: .* may be sent 16 MiB, and Vercel allows 4\.5 MiB/);
  const read = async (path: string) => (await fetch(url + path)).text();
  assert.equal(await read("/say"), "one");

  assert.equal((await fetch(`${url}/trap`)).status, 502);
  await until("the program's own log is told", () => /^ {2}\| trap: E_GUEST_TRAP /m.test(server.output()));

  writeFileSync(join(folder, "say.wasm"), two);
  await until("the new module answers", async () => (await read("/say")) === "two");
  writeFileSync(join(folder, "say.wasm"), "rubbish");
  await until("the broken module is told", () =>
    /refused: say is not WebAssembly.*error\[E_CONFIG\]/s.test(server.output()),
  );
  assert.equal(await read("/say"), "two");
  rmSync(join(folder, "say.wasm"));
  await until("it is gone", async () => (await fetch(`${url}/say`)).status === 404);
  assert.equal(await server.stop(), 0);
});

test("an answer that is still being read outlasts a reload", async (context) => {
  const large = Buffer.alloc(64 * 1024 ** 2, "sandpiper");
  const folder = temporaryFolder({
    "say.wasm": one,
    "site/large.bin": large,
    "sandpiper.config.json": '{ "functions": { "say": { "wasm": "say.wasm" } }, "static": "./site" }',
  });
  const { url } = await start(context, folder, "--target", "node");
  const response = await fetch(`${url}/large.bin`);
  writeFileSync(join(folder, "say.wasm"), two);
  await until("the new module answers", async () => (await (await fetch(`${url}/say`)).text()) === "two");
  // Longer than a program is given to end.
  await sleep(3000);
  assert.ok(large.equals(await response.bytes()));
});

for (const name of ["node", "deno", "vercel"] as const) {
  const skip = process.platform === "linux" ? await skipOf(name) : "processes are only looked at on Linux";
  test(`a program of ${name}, held by a guest, ends with what started it, even by a SIGKILL`, {
    skip,
  }, async (context) => {
    const spin = await compileWat('(module (memory (export "memory") 1) (func (export "_start") (loop (br 0))))');
    const server = await start(context, temporaryFolder({ "say.wasm": one, "spin.wasm": spin }), "--target", name);
    const own = descendantsOf(server.child.pid!);
    assert.ok(own.length > 0);
    assert.equal(await (await fetch(`${server.url}/say`)).text(), "one");
    const ask = (path: string) =>
      fetch(server.url + path).then(
        () => true,
        () => true,
      );
    const asked = [ask("/spin")];
    for (let held = false; !held; ) {
      const said = ask("/say");
      asked.push(said);
      held = !(await Promise.race([said, sleep(1000, false)]));
    }
    server.child.kill("SIGKILL");
    await until("all of them end", () => own.every((pid) => !existsSync(`/proc/${pid}`)));
    await Promise.all(asked);
  });
}

/** All that a process started, and they in turn. */
function descendantsOf(pid: number): number[] {
  const own = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  return own.flatMap((child) => [child, ...descendantsOf(child)]);
}

test("a body over the cloud's limit is refused, and the log says which limit it was", async (context) => {
  const folder = temporaryFolder({ "cat.wasm": guests["cat.wasm"]! });
  for (const [target, bytes] of [
    ["vercel", 4_800_000],
    ["aws-lambda", 4_800_000],
  ] as const) {
    const server = await start(context, folder, "--target", target, "--json");
    // Bytes: what is text is no longer in an event of Lambda's than it is.
    const body = Buffer.alloc(bytes, 0xff);
    const refused = await fetch(`${server.url}/cat`, { method: "POST", body });
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    assert.deepEqual([refused.status, error.code], [413, "E_BODY_TOO_LARGE"], target);
    assert.ok(error.message.includes(TARGETS[target]!.title), error.message);
    const lines = () =>
      server
        .output()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    await until("it is told", () => lines().some(({ event }) => event === "request"));
    assert.deepEqual(lines().find(({ event }) => event === "request").error.message, error.message);
    const taken = await fetch(`${server.url}/cat`, { method: "POST", body: body.subarray(0, 4_000_000) });
    assert.deepEqual([taken.status, (await taken.bytes()).length], [200, 4_000_000], target);
  }
});

test("what the cloud would refuse is not served", async () => {
  const folder = temporaryFolder({
    "big.wasm": guests["big.wasm"]!,
    "sandpiper.config.json": '{ "functions": { "big": { "memory": "1GiB" } } }',
    "huge.wasm": await compileWat('(module (memory (export "memory") 3000) (func (export "_start")))'),
  });
  const { code, stdout, stderr } = await sandpiper(["dev", folder, "--target", "cloudflare", "--port", "0"]);
  assert.notEqual(code, 0);
  assert.match(stdout.toString(), /refused: huge starts with .*, and Cloudflare Workers has 128 MiB/);
  assert.match(stderr, /Cloudflare Workers would refuse this project/);
});

test("an engine that a cloud does not run is refused, as build does", async () => {
  const folder = temporaryFolder({ "say.wasm": one });
  const { code, stdout } = await sandpiper([
    "dev",
    folder,
    "--target",
    "vercel",
    "--engine",
    "wasmedge",
    "--port",
    "0",
  ]);
  assert.notEqual(code, 0);
  assert.match(stdout.toString(), /refused: there is no WasmEdge there: Vercel runs no native code/);
});

test("a target that there is not, and one that nothing here runs", async () => {
  const { code, stderr } = await sandpiper(["dev", await makeCorpusProject(), "--target", "vercle"]);
  assert.equal(code, 2);
  assert.match(stderr, /there is no target "vercle"; did you mean "vercel"\?/);
  const oci = await sandpiper(["dev", temporaryFolder({ "say.wasm": one }), "--target", "oci", "--port", "0"]);
  assert.equal(oci.code, 2);
  assert.match(oci.stderr, /does not run on this machine\n.*sandpiper build --target oci/);
});
