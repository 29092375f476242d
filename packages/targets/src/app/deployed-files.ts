import { lookup } from "mrmime";

/** What browsers may keep: everything has to be asked for again, since a file's name says nothing of its content. */
const CACHE = "public, max-age=0, must-revalidate";

/**
 * Serves files that are named in advance, so that no path of a request ever reaches a file system. A folder is served by its
 * `index.html`.
 * @param files paths with `/` between, relative to the site's root
 */
export function createStaticFiles(
  files: readonly string[],
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
): (request: Request) => Promise<Response | null> {
  const known = new Set(files);
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return null;
    const file = toFile(new URL(request.url).pathname, known);
    if (file === null) return null;
    const type = lookup(file) ?? "application/octet-stream";
    const headers = {
      "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
      "cache-control": CACHE,
      "x-content-type-options": "nosniff",
    };
    return new Response(request.method === "HEAD" ? null : await read(file), { headers });
  };
}

function toFile(pathname: string, known: ReadonlySet<string>): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname).slice(1);
  } catch {
    return null;
  }
  if (known.has(path)) return path;
  const index = path === "" || path.endsWith("/") ? `${path}index.html` : `${path}/index.html`;
  return known.has(index) ? index : null;
}
