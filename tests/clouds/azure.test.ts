import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { testTarget } from "@sandpiper/testkit";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { checkInferenceProject, createInferenceProject } from "./support/inference-project.ts";
import { rootChecks, writeRootProject } from "./support/root-checks.ts";
import { freePort, type StartedServer, startServer } from "./support/start-server.ts";

const HOST = fileURLToPath(new URL("support/azure-host.ts", import.meta.url));

/** Far from any node_modules: what is not in the artifact is not there, as on Azure, which runs the folder as a package. */
async function serve(cwd: string): Promise<StartedServer> {
  const port = await freePort();
  const env = { PORT: String(port), NODE_OPTIONS: "" };
  return startServer({
    command: process.execPath,
    args: ["--conditions=sandpiper-source", HOST, cwd],
    cwd,
    env,
    port,
    path: "/nowhere",
  });
}

type CgiEnv = { readonly env: Readonly<Record<string, string>> };

describe("azure: the artifact with Azure's own model for Node.js, in a host of our own", () => {
  let server: StartedServer;
  before(async () => {
    server = await serve(await buildForTarget("azure"));
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));

  test("a function is told who calls, as Azure's front end says, without the port", async () => {
    const headers = { "x-forwarded-for": "198.51.100.7, 192.0.2.1:51234" };
    const { env } = (await (await server.fetch("/cgi-env", { headers })).json()) as CgiEnv;
    assert.equal(env.REMOTE_ADDR, "192.0.2.1");
  });

  test("a request whose query would replace its headers is refused", async () => {
    const forged = encodeURIComponent(JSON.stringify({ "x-ms-client-principal-name": "somebody else" }));
    for (const query of [`headers=${forged}`, `Headers=${forged}`, "a=1&HEADERS"]) {
      const response = await server.fetch(`/cgi-env?${query}`);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      assert.deepEqual([response.status, error.code], [400, "E_USAGE"], query);
    }
    const { env } = (await (await server.fetch(`/cgi-env?headers2=${forged}`)).json()) as CgiEnv;
    assert.equal(env.HTTP_X_MS_CLIENT_PRINCIPAL_NAME, undefined);
  });
});

describe("azure: a function at the root", () => {
  let server: StartedServer;
  before(async () => {
    server = await serve(await buildForTarget("azure", await writeRootProject()));
  });
  after(() => server?.stop());

  rootChecks((path, init) => server.fetch(path, init));
});

testTarget("azure", { start: async (project) => serve(await buildForTarget("azure", project)) });

describe("azure: inference", () => {
  let server: StartedServer | undefined;
  after(() => server?.stop());

  test("the host's image codec and models by name are there", async () => {
    const project = await createInferenceProject();
    server = await serve(await buildForTarget("azure", project));
    await checkInferenceProject(project, server.fetch);
  });
});
