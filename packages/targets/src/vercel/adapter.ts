import type { App } from "@sandpiper/core";

/** What Vercel's Node.js runtime takes as a function: the default export of the file that `handler` names. */
export interface VercelHandler {
  fetch(request: Request): Promise<Response>;
}

/** The caller's address; Vercel writes this header itself and drops what a caller sent under its name. */
const ADDRESS = "x-real-ip";

export function createHandler(app: App): VercelHandler {
  return {
    fetch(request) {
      const remoteAddress = request.headers.get(ADDRESS);
      return app.fetch(request, remoteAddress === null ? {} : { remoteAddress });
    },
  };
}
