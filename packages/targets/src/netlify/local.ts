import { join } from "node:path";
import { type CreateLocal, serveFolder, takeExport, toListener, withHeaders } from "../local.ts";
import type { NetlifyHandler } from "./adapter.ts";
import type { NetlifyFunctionConfig } from "./routes.ts";
import { FUNCTION, netlify } from "./target.ts";

/** A function of the second generation at its own paths, and the published folder at all others: https://docs.netlify.com/build/functions/api/ */
export const createLocal: CreateLocal = async (artifact) => {
  const main = await artifact.load(`${netlify.program.folder}/${FUNCTION}.mjs`);
  const handler = takeExport<NetlifyHandler>(main, "default");
  const { path: patterns, preferStatic } = main.config as NetlifyFunctionConfig;
  const site = await serveFolder(join(artifact.folder, "public"));

  return toListener(artifact, async (request, ip) => {
    const { pathname } = new URL(request.url);
    if (!patterns.some((pattern) => matches(pattern, pathname)) || preferStatic) {
      const found = await site.answer(request);
      if (found) return found;
      if (!preferStatic) return new Response("Not Found\n", { status: 404 });
    }
    return handler(withHeaders(request, { "x-nf-client-connection-ip": ip }), { ip });
  });
};

/** `/a` or `/a/*`: what the artifact's own patterns are. */
function matches(pattern: string, pathname: string): boolean {
  return pattern.endsWith("/*") ? pathname.startsWith(pattern.slice(0, -1)) : pathname === pattern;
}
