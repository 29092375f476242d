import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildForTarget } from "./support/build-for-target.ts";
import { exampleChecks } from "./support/example-checks.ts";
import { installTool } from "./support/install-tool.ts";
import { listArtifact } from "./support/list-artifact.ts";
import { freePort, type StartedServer, startServer } from "./support/start-server.ts";
import { CONFIG_SCHEMA, FUNCTION_SCHEMA } from "./vercel/build-output-schema.ts";
import { type Route, routeRequest } from "./vercel/route-request.ts";

const FUNC = /^functions\/(.+)\.func\//;
const { folder, skip } = installTool("vercel");
const requireTool = createRequire(join(folder, "package.json"));

describe("vercel: a folder of the Build Output API, run by what vercel dev runs functions with", { skip }, () => {
  let out: string;
  let files: readonly string[];
  let routes: readonly Route[];
  let server: StartedServer;

  before(async () => {
    out = await buildForTarget("vercel");
    files = await listArtifact(out);
    ({ routes } = await readJson("config.json"));
    const port = await freePort();
    server = await startServer({
      command: process.execPath,
      args: [join(folder, "node_modules/@vercel/node/dist/dev-server.mjs")],
      cwd: join(out, "functions/_sandpiper.func"),
      env: { VERCEL_DEV_ENTRYPOINT: "index.mjs", VERCEL_DEV_CONFIG: "{}", VERCEL_DEV_PORT: String(port) },
      port,
    });
  });
  after(() => server?.stop());

  const readJson = async (path: string) => JSON.parse(await readFile(join(out, path), "utf8"));

  /** A request as Vercel's network sends it on: to the function, or to a file. */
  async function fetchRouted(path: string, init: RequestInit = {}): Promise<Response> {
    const staticFiles = new Set(files.filter((file) => file.startsWith("static/")).map((file) => file.slice(7)));
    const functions = new Set(files.flatMap((file) => FUNC.exec(file)?.[1] ?? []));
    const to = routeRequest(new URL(path, server.url).pathname, routes, staticFiles, functions);
    if (to.function !== undefined) return server.fetch(path, init);
    if (to.file === undefined) return new Response("The page could not be found\n", { status: 404 });
    const headers = { ...to.headers, "content-type": contentTypeOf(to.file) };
    const content = await readFile(join(out, "static", to.file));
    return new Response(init.method === "HEAD" ? null : content, { headers });
  }

  exampleChecks(fetchRouted);

  test("config.json and .vc-config.json are as documented, and the routes as Vercel's own schema has them", async () => {
    const { Ajv } = requireTool("ajv");
    const { normalizeRoutes, routesSchema } = requireTool("@vercel/routing-utils");
    const ajv = new Ajv({ strict: false, allErrors: true });
    const check = (schema: unknown, value: unknown) => assert.ok(ajv.validate(schema, value), ajv.errorsText());
    check(CONFIG_SCHEMA, await readJson("config.json"));
    check(routesSchema, routes);
    assert.equal(normalizeRoutes(routes).error, null);
    const functionConfig = await readJson("functions/_sandpiper.func/.vc-config.json");
    check(FUNCTION_SCHEMA, functionConfig);
    assert.ok(files.includes(`functions/_sandpiper.func/${functionConfig.handler}`));
  });

  test("all that is there is settings, one function and static files", () => {
    const others = files.filter((file) => !/^(?:config\.json|functions\/_sandpiper\.func\/.+|static\/.+)$/.test(file));
    assert.deepEqual(others, []);
  });

  test("files say that browsers should not guess their type", async () => {
    const response = await fetchRouted("/app.js");
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  });
});

/** Vercel takes it from the file's name. */
function contentTypeOf(file: string): string {
  if (file.endsWith(".js")) return "application/javascript; charset=utf-8";
  return `text/${file.endsWith(".css") ? "css" : "html"}; charset=utf-8`;
}
