import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTarget } from "@sandpiper/testkit";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { checkInferenceProject, createInferenceProject } from "./support/inference-project.ts";
import { installTool } from "./support/install-tool.ts";
import { freePort, type StartedServer, startServer } from "./support/start-server.ts";

const { folder, skip } = installTool("cloudflare");
const WRANGLER = join(folder, "node_modules/wrangler/bin/wrangler.js");
/** It asks nobody, tells nobody and keeps nothing. */
const QUIET = {
  CI: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  HOME: temporaryFolder(),
};

async function startWrangler(artifact: string): Promise<StartedServer> {
  const port = await freePort();
  const args = [WRANGLER, "dev", "--ip", "127.0.0.1", "--port", `${port}`, "--inspector-port", `${await freePort()}`];
  return startServer({ command: process.execPath, args, cwd: artifact, env: QUIET, port, path: "/nowhere" });
}

describe("cloudflare: the artifact in wrangler dev, whose Workers run in workerd", { skip }, () => {
  let artifact: string;
  let server: StartedServer;
  before(async () => {
    artifact = await buildForTarget("cloudflare");
    server = await startWrangler(artifact);
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));

  test("a path below a function's is the function's, whatever files there are", async () => {
    const { env } = (await (await server.fetch("/cgi-env/index.html")).json()) as { env: Record<string, string> };
    assert.deepEqual([env.PATH_INFO, env.REMOTE_ADDR], ["/index.html", "127.0.0.1"]);
  });

  test("wrangler deploys exactly the modules and files of the artifact", async () => {
    const out = temporaryFolder();
    const args = [WRANGLER, "deploy", "--dry-run", "--outdir", out];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: artifact,
      env: { ...process.env, ...QUIET },
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /Total \(5 modules\)/);
    assert.match(stdout, /Read 5 files from the assets directory/);
    assert.doesNotMatch(stdout + stderr, /WARNING/);
    for (const module of ["index.js", "hello.wasm", "litert.wasm"]) {
      const deployed = await readFile(join(out, module));
      assert.ok(deployed.length > 0 && readsLike(deployed, await readFile(join(artifact, "worker", module))), module);
    }
  });

  test("the program asks for nothing that is not in it", async () => {
    const program = await readFile(join(artifact, "worker/index.js"), "utf8");
    const imports = [...program.matchAll(/\bfrom ?"([^"]+)"/g)].map(([, from]) => from!);
    assert.deepEqual(imports.toSorted(), [
      "./cgi-env.wasm",
      "./hello.wasm",
      "./image-classify.wasm",
      "./image-grayscale.wasm",
      "./litert.wasm",
    ]);
  });
});

describe("cloudflare: what a Worker may not compile as it runs", { skip }, () => {
  let server: StartedServer | undefined;
  after(() => server?.stop());

  test("the host's image codec and models by name are modules of the Worker", async () => {
    const project = await createInferenceProject();
    server = await startWrangler(await buildForTarget("cloudflare", project));
    await checkInferenceProject(project, server.fetch);
  });
});

/** `wrangler` adds a line to a program, about its source map, and leaves modules as they are. */
function readsLike(deployed: Buffer, written: Buffer): boolean {
  return deployed.subarray(0, written.length).equals(written);
}

testTarget("cloudflare", {
  skip,
  start: async (project) => startWrangler(await buildForTarget("cloudflare", project)),
});
