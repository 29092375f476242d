import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTarget } from "@sandpiper/testkit";
import { makeGuests } from "../e2e/cli/guests.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { checkInferenceProject, createInferenceProject } from "./support/inference-project.ts";
import { installTool } from "./support/install-tool.ts";
import { rootChecks, writeRootProject } from "./support/root-checks.ts";
import { freePort, type StartedServer, startServer } from "./support/start-server.ts";

const { folder, skip } = installTool("google");
const FRAMEWORK = join(folder, "node_modules/@google-cloud/functions-framework/build/src/main.js");

/** As Google's build has it started, with the variables that `flags.yaml` sets. */
async function serve(cwd: string, timeoutS = 40): Promise<StartedServer> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    FUNCTION_TARGET: "sandpiper",
    FUNCTION_SIGNATURE_TYPE: "http",
    NODE_ENV: "production",
    IGNORED_ROUTES: "",
    SANDPIPER_TIMEOUT_S: String(timeoutS),
  };
  return startServer({ command: process.execPath, args: [FRAMEWORK], cwd, env, port, path: "/nowhere" });
}

describe("google: a function in the Functions Framework", { skip }, () => {
  let server: StartedServer;
  before(async () => {
    server = await serve(await buildForTarget("google"));
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));

  test("a packed body arrives unpacked, and its headers say so", async () => {
    const body = Buffer.from(
      await new Response(new Blob(["12345"]).stream().pipeThrough(new CompressionStream("gzip"))).bytes(),
    );
    const headers = { "content-type": "text/plain", "content-encoding": "gzip" };
    const response = await server.fetch("/cgi-env", { method: "POST", body, headers });
    const { bodyBytes, env } = (await response.json()) as { bodyBytes: number; env: Record<string, string> };
    assert.deepEqual([bodyBytes, env.CONTENT_LENGTH, env.HTTP_CONTENT_ENCODING], [5, "5", undefined]);
  });

  test("a function is told who calls and how, as Google's front end says", async () => {
    const headers = { "x-forwarded-for": "198.51.100.7, 192.0.2.1", "x-forwarded-proto": "https" };
    const { env } = (await (await server.fetch("/cgi-env", { headers })).json()) as { env: Record<string, string> };
    assert.equal(env.REMOTE_ADDR, "192.0.2.1");
    assert.match(env.X_FULL_URL!, /^https:\/\/127\.0\.0\.1:\d+\/cgi-env$/);
  });
});

describe("google: a function at the root", { skip }, () => {
  let server: StartedServer;
  before(async () => {
    server = await serve(await buildForTarget("google", await writeRootProject()));
  });
  after(() => server?.stop());

  rootChecks((path, init) => server.fetch(path, init));

  test("what browsers and crawlers ask for by themselves is not kept from it", async () => {
    for (const path of ["/favicon.ico", "/robots.txt"]) assert.equal((await server.fetch(path)).status, 200, path);
  });
});

testTarget("google", { skip, start: async (project) => serve(await buildForTarget("google", project)) });

describe("google: inference", { skip }, () => {
  let server: StartedServer | undefined;
  after(() => server?.stop());

  test("the host's image codec and models by name are there", async () => {
    const project = await createInferenceProject();
    server = await serve(await buildForTarget("google", project));
    await checkInferenceProject(project, server.fetch);
  });
});

describe("google: a guest that does not end", { skip }, () => {
  let server: StartedServer | undefined;
  after(() => server?.stop());

  test("takes its instance along, so that no other request waits for it", async () => {
    const { "loop.wasm": loop } = await makeGuests();
    const project = temporaryFolder({ "loop.wasm": loop! });
    server = await serve(await buildForTarget("google", project), 2);
    const ended = once(server.child, "exit");
    await assert.rejects(server.fetch("/loop"));
    assert.deepEqual(await ended, [null, "SIGKILL"]);
    assert.match(server.output(), /a function holds the thread since 2 s/);
  });
});
