import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { testTarget } from "@sandpiper/testkit";
import { makeGuests } from "../e2e/cli/guests.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { listArtifact } from "./support/list-artifact.ts";
import { freePort, type StartedServer, startServer } from "./support/start-server.ts";
import { whyNoWasmEdge } from "./support/why-no-wasmedge.ts";

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

const skipWasmEdge = await whyNoWasmEdge();

describe("node: a program with WasmEdge beside it, for the functions whose settings say so", {
  skip: skipWasmEdge,
}, () => {
  let artifact: string;
  let server: StartedServer;
  before(async () => {
    const guests = await makeGuests();
    const project = temporaryFolder({
      "hello.wasm": guests["cat.wasm"]!,
      "loop.wasm": guests["loop.wasm"]!,
      "crash.wasm": guests["trap.wasm"]!,
      "sandpiper.config.json": JSON.stringify({
        engine: "wasmedge",
        functions: {
          hello: { wasm: "hello.wasm", engine: "v8" },
          loop: { wasm: "loop.wasm", timeout: "200ms" },
          crash: { wasm: "crash.wasm" },
        },
      }),
    });
    artifact = await buildForTarget("node", project);
    server = await startNode(artifact);
  });
  after(() => server?.stop());

  test("each function is there as its engine takes it", async () => {
    const files = await listArtifact(artifact);
    const code = files.filter((file) => /^[^/]*\.(?:wasm|so)$/.test(file));
    assert.deepEqual(code, ["crash.so", "hello.wasm", "loop.so"]);
  });

  test("a guest that does not end is stopped at its own deadline, and the others are answered meanwhile", async () => {
    const late = server.fetch("/loop");
    assert.equal((await server.fetch("/hello")).status, 200);
    const response = await late;
    const { error } = (await response.json()) as { error: { code: string } };
    assert.deepEqual([response.status, error.code], [504, "E_TIMEOUT"]);
    assert.equal((await server.fetch("/crash")).status, 502);
    assert.equal((await server.fetch("/hello")).status, 200);
  });

  test("told to end, it ends by itself", async () => {
    await server.stop();
    assert.equal(server.child.exitCode, 0, server.output());
  });
});

testTarget("node", { start: async (project) => startNode(await buildForTarget("node", project)) });
