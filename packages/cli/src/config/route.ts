import { type Route, SandpiperError } from "@sandpiper/core";

const ROUTE = /^(?:([A-Za-z]+(?:\s*,\s*[A-Za-z]+)*)\s+)?(\/\S*)$/;
const PATH = /^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?$/;
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Paths that Sandpiper answers itself. */
export const RESERVED_PREFIX = "/_sandpiper";

/**
 * Reads `POST /grayscale`, `GET,POST /a/b` or `/grayscale`. Taking GET is taking HEAD.
 * @throws `E_CONFIG`
 */
export function parseRoute(text: string): Route {
  const match = ROUTE.exec(text.trim());
  if (!match) throw refuse(text, "a route");
  const path = match[2]!;
  if (!PATH.test(path) || path.split("/").some((segment) => segment === "." || segment === "..")) {
    throw refuse(text, "a route: its path may have letters, digits and - . _ ~ between slashes, none at the end");
  }
  if (path === RESERVED_PREFIX || path.startsWith(`${RESERVED_PREFIX}/`)) {
    throw refuse(text, `a route for a function: Sandpiper answers ${RESERVED_PREFIX} itself`);
  }
  if (!match[1]) return { path };
  const methods = new Set(match[1].toUpperCase().split(/\s*,\s*/));
  for (const method of methods) {
    if (!METHODS.has(method)) throw refuse(text, `a route: there is no method ${method}`);
  }
  if (methods.has("GET")) methods.add("HEAD");
  return { path, methods: [...methods] };
}

/** `GET,HEAD,POST /a`, as `parseRoute` reads it. */
export function formatRoute(route: Route): string {
  return route.methods ? `${route.methods.join(",")} ${route.path}` : route.path;
}

function refuse(text: string, what: string): SandpiperError {
  return new SandpiperError("E_CONFIG", `"${text}" is not ${what}`, {
    hint: 'Write a path, with or without methods before it, such as "/grayscale" or "POST /grayscale".',
  });
}
