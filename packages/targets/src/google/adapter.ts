import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { App } from "@sandpiper/core";
import { guardFromEnvironment } from "../app/thread-guard.ts";

/** What the Functions Framework calls an HTTP function: https://docs.cloud.google.com/run/docs/write-functions */
export type GoogleHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A request as the framework hands it on. */
export interface GoogleRequest extends IncomingMessage {
  /** The body, which the framework has read and unpacked; absent where there is none, or it has no type. */
  rawBody?: Buffer;
}

export function createHandler(app: App): GoogleHandler {
  const guard = guardFromEnvironment();
  const listener = getRequestListener(
    (request, bindings) => {
      const { incoming } = bindings as HttpBindings;
      const remoteAddress = toRemoteAddress(incoming);
      return app.fetch(withoutEncoding(request, incoming), remoteAddress === undefined ? {} : { remoteAddress });
    },
    { overrideGlobalObjects: false },
  );
  return async (incoming, outgoing) => {
    incoming.url = toAbsoluteUrl(incoming);
    guard?.enter();
    try {
      await listener(incoming, outgoing);
    } finally {
      guard?.leave();
    }
  };
}

/** The connection is Google's own and never encrypted; what the caller's was, the header says. */
function toAbsoluteUrl({ headers, url = "/" }: IncomingMessage): string {
  const { host } = headers;
  return headers["x-forwarded-proto"] === "https" && host !== undefined && url.startsWith("/")
    ? `https://${host}${url}`
    : url;
}

/** The last is the one that Google itself saw; a caller may have written the others. */
function toRemoteAddress({ headers, socket }: IncomingMessage): string | undefined {
  const forwarded = headers["x-forwarded-for"];
  const addresses = Array.isArray(forwarded) ? forwarded.join(",") : forwarded;
  return addresses?.split(",").at(-1)?.trim() || socket.remoteAddress;
}

/** A packed body that the framework has unpacked is no longer what its headers say. */
function withoutEncoding(request: Request, { rawBody }: GoogleRequest): Request {
  if (rawBody === undefined || !request.headers.has("content-encoding")) return request;
  const headers = new Headers(request.headers);
  headers.delete("content-encoding");
  headers.set("content-length", String(rawBody.length));
  const body = request.method === "GET" || request.method === "HEAD" ? null : new Uint8Array(rawBody);
  return new Request(request.url, { method: request.method, headers, body });
}
