import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTarget } from "@sandpiper/testkit";
import { startDevServer } from "../e2e/support/dev-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { checkInferenceProject, createInferenceProject } from "./support/inference-project.ts";
import { installTool } from "./support/install-tool.ts";
import { freePort, type StartedServer, startServer } from "./support/start-server.ts";

// Its install script puts the program for this machine in its place.
const { folder, skip } = installTool("deno", { scripts: true });

async function startDeno(artifact: string): Promise<StartedServer> {
  const port = await freePort();
  return startServer({
    command: join(folder, "node_modules/.bin/deno"),
    args: ["task", "start"],
    cwd: artifact,
    env: { PORT: String(port), HOST: "127.0.0.1", HOME: temporaryFolder() },
    port,
  });
}

describe("deno: the artifact in Deno, started as its settings say", { skip }, () => {
  let server: StartedServer;
  before(async () => {
    server = await startDeno(await buildForTarget("deno"));
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));

  test("a function is told who calls", async () => {
    const { env } = (await (await server.fetch("/cgi-env")).json()) as { env: Record<string, string> };
    assert.equal(env.REMOTE_ADDR, "127.0.0.1");
  });

  test("a body over the function's limit is refused in words", async () => {
    const response = await server.fetch("/hello", { method: "POST", body: new Uint8Array(17 * 2 ** 20) });
    const { error } = (await response.json()) as { error: { code: string } };
    assert.deepEqual([response.status, error.code], [413, "E_BODY_TOO_LARGE"]);
  });

  test("told to end, it ends by itself", async () => {
    await server.stop();
    assert.equal(server.child.exitCode, 0);
  });
});

describe("deno: inference", { skip }, () => {
  let server: StartedServer | undefined;
  after(() => server?.stop());

  test("the host's image codec and models by name are there", async () => {
    const project = await createInferenceProject();
    server = await startDeno(await buildForTarget("deno", project));
    await checkInferenceProject(project, server.fetch);
  });
});

testTarget("deno", { skip, start: async (project) => startDeno(await buildForTarget("deno", project)) });

// Here rather than beside the others: this is where the tool is.
testTarget("sandpiper dev --target deno", {
  skip,
  async start(project) {
    const PATH = [join(folder, "node_modules/.bin"), process.env.PATH].join(delimiter);
    const { url, stop } = await startDevServer(project, ["--target", "deno"], { PATH, HOME: temporaryFolder() });
    return { fetch: (path, init) => fetch(url + path, init), stop: async () => void (await stop()) };
  },
});
