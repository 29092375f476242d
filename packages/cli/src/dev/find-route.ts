import type { LiveFunction } from "./function-set.ts";

/** Which function answers a path; or that none takes the method, and which methods are taken there. */
export type RouteMatch =
  | { readonly function: LiveFunction; readonly mount: string }
  | { readonly mount: string; readonly allow: readonly string[] };

/**
 * Finds who answers at `pathname` (as in the URL, percent-encoded). A function answers at its route's path and below it;
 * of several the longest path wins, and of those with the same path the one that takes the method.
 */
export function findRoute(
  functions: readonly LiveFunction[],
  pathname: string,
  method: string,
): RouteMatch | undefined {
  let mount: string | undefined;
  let there: LiveFunction[] = [];
  for (const live of functions) {
    const { path } = live.definition.route;
    if (!isBelow(pathname, path) || (mount !== undefined && path.length < mount.length)) continue;
    if (path !== mount) there = [];
    mount = path;
    there.push(live);
  }
  if (mount === undefined) return undefined;
  const taker = there.find(({ definition: { route } }) => !route.methods || route.methods.includes(method));
  // A function at the root has no prefix of its own: all of the path is below it.
  const prefix = mount === "/" ? "" : mount;
  if (taker) return { function: taker, mount: prefix };
  return { mount: prefix, allow: [...new Set(there.flatMap(({ definition }) => definition.route.methods ?? []))] };
}

function isBelow(pathname: string, path: string): boolean {
  return path === "/" || pathname === path || (pathname.startsWith(path) && pathname[path.length] === "/");
}
