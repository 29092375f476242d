import type { App } from "@sandpiper/core";

/** What a Worker's module exports. */
export interface WorkerHandler {
  fetch(request: Request): Promise<Response>;
}

/**
 * The whole app as a Worker. Static files do not pass through it: the place serves them where no function's path is (`run_worker_first`
 * of the settings), and asks the Worker for the rest.
 */
export function createHandler(app: App): WorkerHandler {
  return {
    async fetch(request) {
      const remoteAddress = request.headers.get("cf-connecting-ip");
      return asEncoded(await app.fetch(request, remoteAddress === null ? {} : { remoteAddress }));
    },
  };
}

/** What a function has encoded itself goes out as it is: Workers would encode it once more. */
function asEncoded(response: Response): Response {
  if (!response.headers.has("content-encoding")) return response;
  const { status, statusText, headers } = response;
  const init: ResponseInit & { encodeBody: "manual" } = { status, statusText, headers, encodeBody: "manual" };
  return new Response(response.body, init);
}
