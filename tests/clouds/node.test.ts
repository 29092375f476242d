import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { testTarget } from "@sandpiper/testkit";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { freePort, type StartedServer, startServer } from "./support/start-server.ts";

/** Far from any node_modules: what is not in the artifact is not there. */
async function startNode(cwd: string): Promise<StartedServer> {
  const port = await freePort();
  const env = { PORT: String(port), HOST: "127.0.0.1" };
  return startServer({ command: process.execPath, args: ["server.mjs"], cwd, env, port });
}

describe("node: a program that Node runs as it is", () => {
  let server: StartedServer;
  before(async () => {
    server = await startNode(await buildForTarget("node"));
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));

  test("what answers 404 is the program, which names its functions", async () => {
    const { error } = (await (await server.fetch("/nowhere")).json()) as { error: { code: string; hint: string } };
    assert.equal(error.code, "E_NOT_FOUND");
    assert.match(error.hint, /\/hello\b/);
  });

  test("told to end, it ends by itself", async () => {
    const started = Date.now();
    await server.stop();
    assert.equal(server.child.exitCode, 0);
    assert.ok(Date.now() - started < 10_000);
  });
});

testTarget("node", { start: async (project) => startNode(await buildForTarget("node", project)) });
