import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { MiddlewareHandler } from "hono";

/**
 * Serves the files of a folder. A name that begins with a dot, and what a symbolic link leads to outside the folder, is
 * not there.
 */
export function staticFiles(folder: string): MiddlewareHandler {
  const create = () =>
    serveStatic({ root: folder, onFound: (_path, context) => context.header("cache-control", "no-cache") });
  // Made once the folder is there: it complains of one that is not.
  let serve: ReturnType<typeof create> | undefined;
  return async (context, next) => {
    const { path } = context.req;
    if (path.includes("/.") || !(await isInside(folder, path))) return next();
    serve ??= create();
    return serve(context, next);
  };
}

async function isInside(folder: string, path: string): Promise<boolean> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return file === root || file.startsWith(root.endsWith(sep) ? root : root + sep);
  } catch {
    return false;
  }
}
