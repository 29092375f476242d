import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { type Route, routeRequest } from "@sandpiper/targets/vercel/local";
import { listArtifact } from "../support/list-artifact.ts";
import { freePort, type StartedServer, startServer } from "../support/start-server.ts";

/** Vercel takes a file's type from its name. */
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "application/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".jpg": "image/jpeg",
  ".png": "image/png",
};
/** How long the function may take to load: generous, it only catches a hang. */
const LOAD_MS = 60_000;
const POLL_MS = 50;
const FUNCTION = /^functions\/(.+)\.func\//;

export interface ServedArtifact {
  readonly url: string;
  readonly routes: readonly Route[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * Serves a folder of the Build Output API on 127.0.0.1 as Vercel does: a request goes where the routes send it, which is a static file, or the
 * function, run by what `vercel dev` runs functions with.
 * @param out the folder, `.vercel/output` of a project
 * @param tool folder in whose `node_modules` Vercel's packages are
 */
export async function serveArtifact(out: string, tool: string): Promise<ServedArtifact> {
  const files = await listArtifact(out);
  const staticFiles = new Set(files.filter((file) => file.startsWith("static/")).map((file) => file.slice(7)));
  const functions = new Set(files.flatMap((file) => FUNCTION.exec(file)?.[1] ?? []));
  const [name] = functions;
  const { routes } = JSON.parse(await readFile(join(out, "config.json"), "utf8")) as { routes: readonly Route[] };
  const port = await freePort();
  const program = await startServer({
    command: process.execPath,
    args: [join(tool, "node_modules/@vercel/node/dist/dev-server.mjs")],
    cwd: join(out, `functions/${name}.func`),
    env: { VERCEL_DEV_ENTRYPOINT: "index.mjs", VERCEL_DEV_CONFIG: "{}", VERCEL_DEV_PORT: String(port) },
    port,
  });
  await untilLoaded(program);

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url!, program.url);
    const to = routeRequest(pathname, routes, staticFiles, functions);
    if (to.function !== undefined) return handOn(incoming, outgoing, port);
    const content =
      to.file === undefined ? "The page could not be found\n" : await readFile(join(out, "static", to.file));
    const type = TYPES[extname(to.file ?? ".txt")] ?? "application/octet-stream";
    outgoing.writeHead(to.file === undefined ? 404 : 200, { ...to.headers, "content-type": type });
    outgoing.end(content);
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => outgoing.destroy(error));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url,
    routes,
    fetch: (path, init) => fetch(url + path, init),
    async stop() {
      server.closeAllConnections();
      server.close();
      await program.stop();
    },
  };
}

/** It listens before it has loaded the function, and says so. */
async function untilLoaded(program: StartedServer): Promise<void> {
  const deadline = Date.now() + LOAD_MS;
  while ((await (await program.fetch("/")).text()).startsWith("Bridge is not ready")) {
    if (Date.now() > deadline) {
      await program.stop();
      throw new Error(`the function does not load:\n${program.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The path stays what was asked for: a `dest` says which function answers, not what it sees. */
function handOn(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { method, url: path, headers } = incoming;
  const onward = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
    outgoing.writeHead(response.statusCode!, response.rawHeaders);
    response.pipe(outgoing);
  });
  onward.on("error", (error) => outgoing.destroy(error));
  incoming.pipe(onward);
}
