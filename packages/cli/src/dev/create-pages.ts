import type { HttpBindings } from "@hono/node-server";
import { SandpiperError } from "@sandpiper/core";
import { Hono } from "hono";
import { RESERVED_PREFIX } from "../config/route.ts";
import type { DevContext } from "./app.ts";
import type { FunctionSet } from "./function-set.ts";
import { renderIndexPage, toFunctionInfo } from "./index-page.ts";
import { staticFiles } from "./static-files.ts";

interface PageBindings extends HttpBindings {
  /** Set when no page answers. */
  none: boolean;
}

/**
 * What answers where no function does: Sandpiper's own paths, the files of a folder, and a list of the functions at `/` where neither a
 * file nor a function is. Null for all else.
 */
export function createPages(
  functions: FunctionSet,
  staticFolder: string | null,
): (request: Request, context: DevContext) => Promise<Response | null> {
  const pages = new Hono<{ Bindings: PageBindings }>();
  pages.get(`${RESERVED_PREFIX}/health`, (c) => c.json({ status: "ok" }));
  pages.get(`${RESERVED_PREFIX}/functions`, (c) => c.json({ functions: functions.list().map(toFunctionInfo) }));
  pages.all(`${RESERVED_PREFIX}/*`, (c) => {
    throw new SandpiperError("E_NOT_FOUND", `nothing answers at ${c.req.path}`, {
      hint: `Sandpiper answers GET at ${RESERVED_PREFIX}/health and ${RESERVED_PREFIX}/functions.`,
    });
  });
  if (staticFolder !== null) pages.use(staticFiles(staticFolder));
  pages.get("/", async (c, next) => {
    const list = functions.list();
    if (list.some(({ route }) => route.path === "/")) return next();
    const wantsPage = c.req.header("accept")?.includes("text/html");
    return wantsPage ? c.html(renderIndexPage(list)) : c.json({ functions: list.map(toFunctionInfo) });
  });
  pages.notFound((c) => {
    c.env.none = true;
    return c.body(null, 404);
  });
  pages.onError((error) => {
    throw error;
  });
  return async (request, { bindings }) => {
    const env: PageBindings = { ...bindings, none: false };
    const response = await pages.fetch(request, env);
    return env.none ? null : response;
  };
}
