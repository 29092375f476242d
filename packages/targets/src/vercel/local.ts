import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CreateLocal, serveFolder, toListener, withHeaders } from "../local.ts";
import type { VercelHandler } from "./adapter.ts";
import { type Route, routeRequest } from "./route-request.ts";
import { vercel } from "./target.ts";

export { type Route, routeRequest } from "./route-request.ts";

const FUNCTION = /\/([^/]+)\.func$/;

/** Sends requests where the routes of `config.json` say, with the headers that Vercel adds: https://vercel.com/docs/headers/request-headers */
export const createLocal: CreateLocal = async (artifact) => {
  const { folder, file } = vercel.program;
  const config = await readFile(join(artifact.folder, "config.json"), "utf8");
  const { routes } = JSON.parse(config) as { readonly routes: readonly Route[] };
  const handler = (await artifact.load(`${folder}/${file}`)).default as VercelHandler;
  const site = await serveFolder(join(artifact.folder, "static"));
  const functions = new Set([FUNCTION.exec(folder)![1]!]);

  return toListener(artifact, async (request, remoteAddress) => {
    const url = new URL(request.url);
    const to = routeRequest(url.pathname, routes, site.files, functions);
    if (to.function !== undefined) {
      return handler.fetch(
        withHeaders(request, {
          "x-real-ip": remoteAddress,
          "x-forwarded-for": remoteAddress,
          "x-forwarded-host": url.host,
          "x-forwarded-proto": "http",
        }),
      );
    }
    const at = new URL(`/${encodeURI(to.file ?? "")}`, url);
    const found = to.file === undefined ? null : await site.answer(new Request(at, { method: request.method }));
    const response = found ?? new Response("The page could not be found\n\nNOT_FOUND\n", { status: 404 });
    for (const [name, value] of Object.entries(to.headers)) response.headers.set(name, value);
    return response;
  });
};
