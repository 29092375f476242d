import assert from "node:assert/strict";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { compileWat } from "../../support/wat.ts";
import { type DevServer, startDevServer } from "../support/dev-server.ts";
import { makeGuests, says } from "./guests.ts";

const guests = await makeGuests();
const one = await compileWat(says("one"));
const two = await compileWat(says("two"));
const servers: DevServer[] = [];
after(() => Promise.all(servers.map((server) => server.stop())));

async function start(folder: string, ...args: string[]): Promise<DevServer> {
  const server = await startDevServer(folder, args);
  servers.push(server);
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

const read = async (url: string) => (await fetch(url)).text();

test("a project is served, told, reloaded and stopped", async () => {
  const folder = temporaryFolder({ "functions/say/say.wasm": one, "cat.wasm": guests["cat.wasm"]! });
  const server = await start(folder);
  const { url } = server;
  await until("it greets", () => server.output().includes("Ctrl-C"));
  assert.match(
    server.output(),
    new RegExp(`on ${url}\n  /cat .*cat\\.wasm\n  /say .*say\\.wasm\nTry it:\n  curl .*${url}/cat\n`),
  );
  assert.equal(await (await fetch(`${url}/cat`, { method: "POST", body: "Ada" })).text(), "Ada");
  await until("the request is told", () => /^\d\d:\d\d:\d\d POST \/cat 200 \S+ \S+ 3 B$/m.test(server.output()));

  assert.equal(await read(`${url}/say`), "one");
  writeFileSync(join(folder, "functions/say/say.wasm"), two);
  await until("the new module answers", async () => (await read(`${url}/say`)) === "two");

  writeFileSync(join(folder, "functions/say/say.wasm"), "rubbish");
  await until("the broken module is told", () => /error\[E_MODULE_INVALID\]/.test(server.output()));
  assert.equal(await read(`${url}/say`), "two");

  writeFileSync(join(folder, "sandpiper.config.json"), '{ "functions": { "cat": { "route": "POST /moved" } } }');
  await until("the function moves", async () => (await fetch(`${url}/moved`)).status === 405);
  assert.equal((await fetch(`${url}/cat`)).status, 404);

  writeFileSync(join(folder, "sandpiper.config.json"), '{ "functions": { "cat": { "ruote": "/x" } } }');
  await until("the broken settings are told", () => /error\[E_CONFIG\].*functions\.cat\.ruote/.test(server.output()));
  assert.equal((await fetch(`${url}/moved`)).status, 405);

  rmSync(join(folder, "sandpiper.config.json"));
  await until("it moves back", async () => (await fetch(`${url}/cat`)).status === 200);
  writeFileSync(join(folder, "new.wasm"), one);
  await until("a new module is served", async () => (await fetch(`${url}/new`)).status === 200);
  rmSync(join(folder, "new.wasm"));
  await until("it is gone again", async () => (await fetch(`${url}/new`)).status === 404);

  assert.equal(await server.stop(), 0);
});

test("settings hold: limits, static files, the log as JSON", async () => {
  const folder = temporaryFolder({
    "loop.wasm": guests["loop.wasm"]!,
    "trap.wasm": guests["trap.wasm"]!,
    "web/index.html": "<h1>hello</h1>",
    "sandpiper.config.toml": 'static = "web"\n[functions.loop]\ntimeout = "200ms"\n',
  });
  const server = await start(folder, "--json");
  assert.equal(await read(server.url), "<h1>hello</h1>");
  const late = await fetch(`${server.url}/loop`);
  assert.equal(late.status, 504);
  const { error, id } = await late.json();
  assert.equal(error.code, "E_TIMEOUT");
  assert.equal((await fetch(`${server.url}/trap`)).status, 502);
  const lines = () =>
    server
      .output()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  await until("all is told", () => lines().filter(({ event }) => event === "request").length === 3);
  const [listening, page, timeout, trap] = lines();
  assert.equal(listening.url, server.url);
  assert.deepEqual([page.path, page.status, page.bytes], ["/", 200, 14]);
  assert.deepEqual([timeout.function, timeout.id, timeout.error.code], ["loop", id, "E_TIMEOUT"]);
  assert.equal(trap.error.code, "E_GUEST_TRAP");
});

test("a folder without functions says so, and serves the first that comes", async () => {
  const folder = temporaryFolder();
  const server = await start(folder);
  await until("it greets", () => /no functions yet/.test(server.output()));
  writeFileSync(join(folder, "say.wasm"), one);
  await until("the function is served", async () => (await read(`${server.url}/say`)) === "one");
});

test("Ctrl-C lets what runs finish; a second one does not wait", async () => {
  const folder = temporaryFolder({
    "loop.wasm": guests["loop.wasm"]!,
    "sandpiper.config.json": '{ "functions": { "loop": { "timeout": "1s" } } }',
  });
  const patient = await start(folder, "--json");
  const answer = fetch(`${patient.url}/loop`);
  await until("it runs", async () => (await fetch(`${patient.url}/_sandpiper/health`)).ok);
  await sleep(100);
  assert.equal(await patient.stop(), 0);
  assert.equal((await answer).status, 504);

  writeFileSync(join(folder, "sandpiper.config.json"), '{ "functions": { "loop": { "timeout": "1h" } } }');
  const hasty = await start(folder);
  const cut = assert.rejects(fetch(`${hasty.url}/loop`));
  await until("it runs", async () => (await fetch(`${hasty.url}/_sandpiper/health`)).ok);
  await sleep(100);
  const ended = once(hasty.child, "exit");
  hasty.child.kill("SIGINT");
  await sleep(300);
  hasty.child.kill("SIGINT");
  assert.deepEqual(await ended, [130, null]);
  await cut;
});
