import type { IncomingMessage, Server } from "node:http";
import { type App, toErrorResponse, toSandpiperError } from "@sandpiper/core";
import { serveApp } from "../app/http-server.ts";
import { guardFromEnvironment } from "../app/thread-guard.ts";
import { toHttpEvent } from "./events.ts";
import { ADDRESS_HEADER, isPlatformHeader, toAddress } from "./platform-headers.ts";
import { provideCrypto } from "./provide-crypto.ts";
import { toRequest } from "./to-request.ts";
import { type HttpResult, toResult } from "./to-result.ts";

/** Where SCF sends the requests of a web function. cloud.tencent.com/document/product/583/56126, 2026-11 */
const PORT = 9000;
const HOST = "0.0.0.0";

/** The two ways that a function runs on SCF. */
export interface ScfHandler {
  /** As a web function: starts the server that SCF hands requests to as they are, where it expects it unless told otherwise. */
  serve(port?: number, host?: string): Server;
  /** As an event function: answers a request that comes as an event. Rejects with `E_USAGE` for every other event. */
  answer(event: unknown): Promise<HttpResult>;
}

export function createHandler(app: App): ScfHandler {
  provideCrypto();
  return {
    serve: (port = PORT, host = HOST) =>
      serveApp(app, { port, host, inspect: takePlatformHeaders, guard: guardFromEnvironment() }),
    async answer(input) {
      const event = toHttpEvent(input);
      let response: Response;
      try {
        const { request, remoteAddress } = toRequest(event);
        response = await app.fetch(request, remoteAddress === undefined ? {} : { remoteAddress });
      } catch (error) {
        response = toErrorResponse(toSandpiperError(error));
      }
      return toResult(event, response);
    },
  };
}

/** Takes SCF's own headers away, and tells the caller's address, which is one of them. */
export function takePlatformHeaders(incoming: IncomingMessage): string | undefined {
  let address: string | undefined;
  // Names and values take turns; requests are made of these. From the end: what SCF adds stands behind what a caller wrote.
  const { rawHeaders } = incoming;
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    const name = rawHeaders[index]!;
    if (!isPlatformHeader(name)) continue;
    if (name.toLowerCase() === ADDRESS_HEADER) address ??= toAddress(rawHeaders[index + 1]);
    rawHeaders.splice(index, 2);
  }
  for (const name of Object.keys(incoming.headers)) if (isPlatformHeader(name)) delete incoming.headers[name];
  return address ?? incoming.socket.remoteAddress;
}
