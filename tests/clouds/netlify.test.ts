import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTarget } from "@sandpiper/testkit";
import { serveArtifact, toNetlifyEnv } from "./netlify/serve-artifact.ts";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { checkInferenceProject, createInferenceProject } from "./support/inference-project.ts";
import { installTool } from "./support/install-tool.ts";
import { listArtifact } from "./support/list-artifact.ts";
import { rootChecks, writeRootProject } from "./support/root-checks.ts";
import { runTool } from "./support/run-tool.ts";
import type { StartedServer } from "./support/start-server.ts";

const { folder, skip } = installTool("netlify");
const NETLIFY = join(folder, "node_modules", ".bin", "netlify");

const serve = (out: string) => serveArtifact(out, folder);

describe("netlify: a function of the second generation, served by netlify dev", { skip }, () => {
  let server: StartedServer;
  before(async () => {
    server = await serve(await buildForTarget("netlify"));
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));
});

describe("netlify: a function at the root", { skip }, () => {
  let server: StartedServer;
  before(async () => {
    server = await serve(await buildForTarget("netlify", await writeRootProject()));
  });
  after(() => server?.stop());

  rootChecks((path, init) => server.fetch(path, init));
});

testTarget("netlify", { skip, start: async (project) => serve(await buildForTarget("netlify", project)) });

describe("netlify: inference", { skip }, () => {
  let server: StartedServer | undefined;
  after(() => server?.stop());

  test("the host's image codec and models by name are there", async () => {
    const project = await createInferenceProject();
    const started = await serve(await buildForTarget("netlify", project));
    server = started;
    // netlify dev drops a body that has no type.
    const headers = { "content-type": "application/octet-stream" };
    await checkInferenceProject(project, (path, init) => started.fetch(path, { ...init, headers }));
  });
});

describe("netlify: built by netlify build", { skip }, () => {
  test("what is uploaded is the function with all it needs, at its paths, and streams", async () => {
    const out = await buildForTarget("netlify");
    const { code, output } = await runTool(NETLIFY, ["build", "--offline"], {
      cwd: out,
      env: toNetlifyEnv(folder),
    });
    assert.equal(code, 0, output);
    const { functions } = JSON.parse(await readFile(join(out, ".netlify/functions/manifest.json"), "utf8"));
    assert.equal(functions.length, 1);
    const [{ name, routes, runtimeVersion, invocationMode, path }] = functions;
    assert.deepEqual([name, invocationMode, runtimeVersion.startsWith("nodejs")], ["sandpiper", "stream", true]);
    const patterns = routes.map(({ pattern }: { pattern: string }) => pattern);
    assert.deepEqual(patterns.slice(0, 2), ["/cgi-env", "/cgi-env/*"]);
    // Names stand in a zip as they are, and contents do not.
    const packed = await readFile(path);
    for (const file of await listArtifact(join(out, "functions/sandpiper"))) {
      assert.ok(packed.includes(file), `${file} is not in the zip`);
    }
  });
});
