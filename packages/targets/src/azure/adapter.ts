import { app as azure, type HttpRequest, type HttpResponse, type HttpResponseInit } from "@azure/functions";
import { type App, SandpiperError, toErrorResponse } from "@sandpiper/core";
import { toHttpResponse } from "./to-http-response.ts";
import { toRemoteAddress, toRequest } from "./to-request.ts";

export type AzureHandler = (request: HttpRequest) => Promise<HttpResponse | HttpResponseInit>;

/** The host answers 404 to all other methods. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Registers one function for every path. Bodies go through as they are, both ways: https://learn.microsoft.com/azure/azure-functions/node-http-stream */
export function createHandler(app: App): AzureHandler {
  const handler: AzureHandler = async (request) => toHttpResponse(await answer(app, request));
  azure.setup({ enableHttpStream: true });
  azure.http("sandpiper", { route: "{*path}", authLevel: "anonymous", methods: [...METHODS], handler });
  return handler;
}

/**
 * The library takes the headers of a request from what the host tells beside it, where keys of the query go before them: `?headers={...}` would
 * be them, those of Azure's own sign-in among them. Nothing in such a request can be relied on.
 */
const HIDES_HEADERS = "headers";

async function answer(app: App, incoming: HttpRequest): Promise<Response> {
  const request = toRequest(incoming);
  for (const key of new URL(request.url).searchParams.keys()) {
    if (key.toLowerCase() !== HIDES_HEADERS) continue;
    const message = `Azure Functions does not hand on the headers of a request with "${key}" in its query`;
    return toErrorResponse(new SandpiperError("E_USAGE", message, { hint: "Give the parameter another name." }));
  }
  const remoteAddress = toRemoteAddress(request.headers);
  return app.fetch(request, remoteAddress === undefined ? {} : { remoteAddress });
}
