import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testTarget } from "@sandpiper/testkit";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { checkInferenceProject, createInferenceProject } from "./support/inference-project.ts";
import { installTool } from "./support/install-tool.ts";
import { listArtifact } from "./support/list-artifact.ts";
import { rootChecks, writeRootProject } from "./support/root-checks.ts";
import { CONFIG_SCHEMA, FUNCTION_SCHEMA } from "./vercel/build-output-schema.ts";
import { type ServedArtifact, serveArtifact } from "./vercel/serve-artifact.ts";

const { folder, skip } = installTool("vercel");
const requireTool = createRequire(join(folder, "package.json"));

describe("vercel: a folder of the Build Output API, run by what vercel dev runs functions with", { skip }, () => {
  let out: string;
  let served: ServedArtifact;
  before(async () => {
    out = await buildForTarget("vercel");
    served = await serveArtifact(out, folder);
  });
  after(() => served?.stop());

  exampleChecks((path, init) => served.fetch(path, init));

  test("config.json and .vc-config.json are as documented, and the routes as Vercel's own schema has them", async () => {
    const { Ajv } = requireTool("ajv");
    const { normalizeRoutes, routesSchema } = requireTool("@vercel/routing-utils");
    const ajv = new Ajv({ strict: false, allErrors: true });
    const check = (schema: unknown, value: unknown) => assert.ok(ajv.validate(schema, value), ajv.errorsText());
    const readJson = async (path: string) => JSON.parse(await readFile(join(out, path), "utf8"));
    check(CONFIG_SCHEMA, await readJson("config.json"));
    check(routesSchema, served.routes);
    assert.equal(normalizeRoutes(served.routes).error, null);
    const functionConfig = await readJson("functions/_sandpiper.func/.vc-config.json");
    check(FUNCTION_SCHEMA, functionConfig);
    await readFile(join(out, "functions/_sandpiper.func", functionConfig.handler));
  });

  test("all that is there is settings, one function and static files", async () => {
    const known = /^(?:config\.json|functions\/_sandpiper\.func\/.+|static\/.+)$/;
    const others = (await listArtifact(out)).filter((file) => !known.test(file));
    assert.deepEqual(others, []);
  });

  test("files say that browsers should not guess their type", async () => {
    const response = await served.fetch("/app.js");
    await response.arrayBuffer();
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  });
});

describe("vercel: a function at the root", { skip }, () => {
  let served: ServedArtifact;
  before(async () => {
    served = await serveArtifact(await buildForTarget("vercel", await writeRootProject()), folder);
  });
  after(() => served?.stop());

  rootChecks((path, init) => served.fetch(path, init));
});

testTarget("vercel", {
  skip,
  start: async (project) => serveArtifact(await buildForTarget("vercel", project), folder),
});

describe("vercel: inference", { skip }, () => {
  let served: ServedArtifact | undefined;
  after(() => served?.stop());

  test("the host's image codec and models by name are there", async () => {
    const project = await createInferenceProject();
    served = await serveArtifact(await buildForTarget("vercel", project), folder);
    await checkInferenceProject(project, served.fetch);
  });
});
