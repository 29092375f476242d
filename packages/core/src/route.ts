/** Where a function answers: at `path` and below it, for `methods` or, left out, for all. */
export interface Route {
  /** Begins with a slash and does not end with one, but for `/` itself. */
  readonly path: string;
  /** In capitals; `HEAD` stands beside `GET`. */
  readonly methods?: readonly string[];
}

/** Which function answers a path; or that none takes the method, and which methods are taken there. */
export type RouteMatch<T> =
  | { readonly found: T; readonly mount: string }
  | { readonly mount: string; readonly allow: readonly string[] };

/**
 * Finds who answers at `pathname` (as in the URL, percent-encoded). A function answers at its route's path and below it;
 * of several the longest path wins, and of those with the same path the one that takes the method.
 */
export function findRoute<T>(
  candidates: readonly T[],
  routeOf: (candidate: T) => Route,
  pathname: string,
  method: string,
): RouteMatch<T> | undefined {
  let mount: string | undefined;
  let there: T[] = [];
  for (const candidate of candidates) {
    const { path } = routeOf(candidate);
    if (!isBelow(pathname, path) || (mount !== undefined && path.length < mount.length)) continue;
    if (path !== mount) there = [];
    mount = path;
    there.push(candidate);
  }
  if (mount === undefined) return undefined;
  const taker = there.find((candidate) => {
    const { methods } = routeOf(candidate);
    return !methods || methods.includes(method);
  });
  // A function at the root has no prefix of its own: all of the path is below it.
  const prefix = mount === "/" ? "" : mount;
  if (taker !== undefined) return { found: taker, mount: prefix };
  return { mount: prefix, allow: [...new Set(there.flatMap((candidate) => routeOf(candidate).methods ?? []))] };
}

function isBelow(pathname: string, path: string): boolean {
  return path === "/" || pathname === path || (pathname.startsWith(path) && pathname[path.length] === "/");
}
