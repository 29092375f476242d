import type { HttpBindings } from "@hono/node-server";
import { type Invocation, type RouteMatch, SandpiperError, toErrorResponse, toSandpiperError } from "@sandpiper/core";
import { type Context, Hono } from "hono";
import { RESERVED_PREFIX } from "../config/route.ts";
import { findRoute } from "./find-route.ts";
import type { FunctionSet, LiveFunction } from "./function-set.ts";
import { renderIndexPage, toFunctionInfo } from "./index-page.ts";
import type { RequestRecord } from "./request-record.ts";
import { staticFiles } from "./static-files.ts";

/** What comes with each request beside the request itself. */
export interface AppBindings extends HttpBindings {
  readonly record: RequestRecord;
}

type AppContext = Context<{ Bindings: AppBindings }>;
export type App = Hono<{ Bindings: AppBindings }>;

/**
 * Answers requests: Sandpiper's own paths, then functions, then files, then a function at `/` if there is one.
 * The set may change under it; the static folder is fixed.
 */
export function createApp(functions: FunctionSet, staticFolder: string | null): App {
  const app: App = new Hono();
  app.get(`${RESERVED_PREFIX}/health`, (c) => c.json({ status: "ok" }));
  app.get(`${RESERVED_PREFIX}/functions`, (c) => c.json({ functions: functions.list().map(toFunctionInfo) }));
  app.all(`${RESERVED_PREFIX}/*`, (c) => refuse(c, notFound(c, functions)));
  app.use(async (c, next) => {
    const match = route(c, functions);
    if (match && match.mount !== "") return answer(c, match);
    await next();
    return undefined;
  });
  if (staticFolder !== null) app.use(staticFiles(staticFolder));
  app.all("*", (c) => {
    const match = route(c, functions);
    if (match) return answer(c, match);
    if (c.req.path !== "/" || (c.req.raw.method !== "GET" && c.req.raw.method !== "HEAD")) {
      return refuse(c, notFound(c, functions));
    }
    const wantsPage = c.req.header("accept")?.includes("text/html");
    const list = functions.list();
    return wantsPage ? c.html(renderIndexPage(list)) : c.json({ functions: list.map(toFunctionInfo) });
  });
  app.onError((error, c) => refuse(c, toSandpiperError(error)));
  return app;
}

function route(c: AppContext, functions: FunctionSet): RouteMatch<LiveFunction> | undefined {
  return findRoute(functions.list(), new URL(c.req.url).pathname, c.req.raw.method);
}

async function answer(c: AppContext, match: RouteMatch<LiveFunction>): Promise<Response> {
  const { record, incoming } = c.env;
  if (!("found" in match)) {
    const allow = match.allow.join(", ");
    const response = refuse(
      c,
      new SandpiperError("E_METHOD", `${match.mount || "/"} does not take ${c.req.raw.method}`, {
        hint: `It takes ${allow}.`,
      }),
    );
    response.headers.set("allow", allow);
    return response;
  }
  const { definition, invoke, error } = match.found;
  record.name = definition.name;
  if (!invoke) return refuse(c, error ?? new SandpiperError("E_INTERNAL", `${definition.name} is not loaded`));
  const remoteAddress = incoming.socket.remoteAddress;
  const invocation = await invoke(c.req.raw, {
    mount: match.mount,
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
  });
  note(record, invocation);
  return invocation.response;
}

/** Puts what became of an invocation into the record, and its times into the answer's `server-timing`. */
function note(record: RequestRecord, { id, error, exit, response }: Invocation): void {
  record.id = id;
  record.error = error;
  if (!exit) return;
  record.stderr = new TextDecoder().decode(exit.stderr);
  record.stderrDropped = exit.stats.stderrDropped;
  const { queueMs, instantiateMs, runMs } = exit.stats;
  const phases = { queue: queueMs, instantiate: instantiateMs, run: runMs };
  const timing = Object.entries(phases).map(([name, ms]) => `${name};dur=${ms.toFixed(3)}`);
  response.headers.append("server-timing", timing.join(", "));
}

function refuse(c: AppContext, error: SandpiperError): Response {
  c.env.record.error = error;
  return toErrorResponse(error);
}

function notFound(c: AppContext, functions: FunctionSet): SandpiperError {
  const paths = functions.list().map(({ definition }) => definition.route.path);
  return new SandpiperError("E_NOT_FOUND", `nothing answers at ${new URL(c.req.url).pathname}`, {
    hint: paths.length > 0 ? `Functions answer at ${paths.join(", ")}.` : "There are no functions yet.",
  });
}
