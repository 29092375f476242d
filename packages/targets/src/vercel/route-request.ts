/** A route of `config.json`; only what decides where a request goes. */
export interface Route {
  readonly handle?: string;
  readonly src?: string;
  readonly caseSensitive?: boolean;
  readonly dest?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly continue?: boolean;
}

/** Where a request goes: to a function, named by its path, to a static file, or nowhere. */
export interface Destination {
  readonly function?: string;
  readonly file?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends a request where the documentation of `routes` says: routes from the first to the last; a `dest` ends it, `continue` goes on with its
 * headers kept, and `filesystem` looks for a static file or a function of the path. Vercel has this only in its own network.
 * @param files static files, and `functions` the paths of functions, both without the slash before them
 */
export function routeRequest(
  pathname: string,
  routes: readonly Route[],
  files: ReadonlySet<string>,
  functions: ReadonlySet<string>,
): Destination {
  const headers: Record<string, string> = {};
  const find = (path: string): Destination | undefined => {
    const name = decodeURIComponent(path).slice(1);
    if (functions.has(name)) return { function: name, headers };
    const file = [name, `${name}/index.html`, `${name}index.html`].find((each) => files.has(each));
    return file === undefined ? undefined : { file, headers };
  };
  for (const route of routes) {
    if (route.handle === "filesystem") {
      const found = find(pathname);
      if (found) return found;
      continue;
    }
    if (route.handle !== undefined) throw new Error(`a phase that this router does not know: ${route.handle}`);
    if (!new RegExp(route.src!, route.caseSensitive ? "" : "i").test(pathname)) continue;
    Object.assign(headers, route.headers);
    if (route.continue) continue;
    return find(route.dest ?? pathname) ?? { headers };
  }
  return { headers };
}
