import { SandpiperError } from "@sandpiper/core";
import { CONNECTION_HEADERS, encodeForQuery, fromJsonBody, toHeaderBytes } from "../app/json-body.ts";
import type { HttpEvent, Values } from "./events.ts";
import { ADDRESS_HEADER, isPlatformHeader, toAddress } from "./platform-headers.ts";

export interface ReadEvent {
  readonly request: Request;
  readonly remoteAddress?: string;
}

/**
 * The request that an event stands for.
 * @throws `E_USAGE` when it has a method or header that no request may have
 */
export function toRequest(event: HttpEvent): ReadEvent {
  const method = event.httpMethod;
  try {
    const headers = toHeaders(event);
    const body = method === "GET" || method === "HEAD" ? null : toBody(event);
    // The length is known again, and who reads the body may count on it.
    if (body !== null) headers.set("content-length", String(body.length));
    const remoteAddress = toRemoteAddress(event);
    const request = new Request(toUrl(event, headers), { method, headers, body });
    return { request, ...(remoteAddress === undefined ? {} : { remoteAddress }) };
  } catch (cause) {
    throw new SandpiperError("E_USAGE", `The request is not valid: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

function toHeaders(event: HttpEvent): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs(event.headers)) {
    if (!CONNECTION_HEADERS.has(name.toLowerCase()) && !isPlatformHeader(name))
      headers.append(name, toHeaderBytes(value));
  }
  return headers;
}

function toBody({ body, isBase64Encoded }: HttpEvent): Buffer<ArrayBuffer> | null {
  // An empty one is what a request without a body has.
  if (body === undefined || body === null || body === "") return null;
  return fromJsonBody(body, String(isBase64Encoded).toLowerCase() === "true");
}

function toUrl(event: HttpEvent, headers: Headers): URL {
  const url = new URL(headers.get("x-forwarded-proto") === "http" ? "http://localhost" : "https://localhost");
  // The setter takes a host and a port, and leaves the URL alone when there is neither.
  url.host = headers.get("host") ?? "localhost";
  url.pathname = event.path || "/";
  url.search = pairs(event.queryString ?? event.queryStringParameters)
    .map(([name, value]) => `${encodeForQuery(name)}=${encodeForQuery(value)}`)
    .join("&");
  return url;
}

function toRemoteAddress({ requestContext, headers }: HttpEvent): string | undefined {
  const [, written] = pairs(headers).find(([name]) => name.toLowerCase() === ADDRESS_HEADER) ?? [];
  return requestContext?.sourceIp || toAddress(written);
}

function pairs(values: Values | undefined): [name: string, value: string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, String(one)]),
  );
}
