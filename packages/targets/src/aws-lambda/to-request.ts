import { SandpiperError } from "@sandpiper/core";
import { CONNECTION_HEADERS, encodeForQuery, fromJsonBody, toHeaderBytes } from "../app/json-body.ts";
import type { EventAlb, EventV1, HttpEvent } from "./events.ts";

export interface ReadEvent {
  readonly request: Request;
  readonly remoteAddress?: string;
}

/**
 * The request that an event stands for.
 * @throws `E_USAGE` when it has a method or header that no request may have
 */
export function toRequest(event: HttpEvent): ReadEvent {
  const method = event.kind === "v2" ? event.requestContext.http.method : event.httpMethod;
  try {
    const headers = toHeaders(event);
    const body = method === "GET" || method === "HEAD" ? null : toBody(event);
    // The length is known again, and who reads the body may count on it.
    if (body !== null) headers.set("content-length", String(body.length));
    const remoteAddress = toRemoteAddress(event, headers);
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
  const add = (name: string, value: string) => {
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) headers.append(name, toHeaderBytes(value));
  };
  const many = event.kind === "v2" ? null : event.multiValueHeaders;
  if (many) {
    for (const [name, values] of Object.entries(many)) for (const value of values ?? []) add(name, value);
  } else {
    for (const [name, value] of Object.entries(event.headers ?? {})) if (value !== undefined) add(name, value);
  }
  if (event.kind === "v2" && event.cookies?.length) headers.set("cookie", toHeaderBytes(event.cookies.join("; ")));
  return headers;
}

function toBody({ body, isBase64Encoded }: HttpEvent): Buffer<ArrayBuffer> | null {
  if (body === undefined || body === null) return null;
  return fromJsonBody(body, isBase64Encoded === true);
}

function toUrl(event: HttpEvent, headers: Headers): URL {
  const url = new URL(headers.get("x-forwarded-proto") === "http" ? "http://localhost" : "https://localhost");
  const domain = event.kind === "alb" ? undefined : event.requestContext.domainName;
  // The setter takes a host and a port, and leaves the URL alone when there is neither.
  url.host = headers.get("host") ?? domain ?? "localhost";
  url.pathname = toPath(event);
  url.search = toQuery(event);
  return url;
}

/**
 * The path as the caller wrote it. REST APIs, function URLs and load balancers hand it on as it was, but HTTP APIs decode it, so
 * that an encoded slash can't be told from a slash. They also leave the stage in it.
 */
function toPath(event: HttpEvent): string {
  const path = (event.kind === "v2" ? event.rawPath : event.path) || "/";
  if (!isHttpApi(event)) return path;
  const { stage } = event.requestContext;
  const prefix = stage === undefined || stage === "" || stage === "$default" ? null : `/${stage}`;
  const below =
    prefix !== null && (path === prefix || path.startsWith(`${prefix}/`)) ? path.slice(prefix.length) : path;
  // The setter of a URL encodes the rest of what a path must not hold.
  return (below || "/").replaceAll("%", "%25").replaceAll("\\", "%5C");
}

function isHttpApi(event: HttpEvent): event is Exclude<HttpEvent, EventAlb> {
  if (event.kind === "v2") return !event.requestContext.domainName?.includes(".lambda-url.");
  return event.kind === "v1" && event.version === "1.0";
}

function toQuery(event: HttpEvent): string {
  if (event.kind === "v2") return event.rawQueryString ?? "";
  // A load balancer hands on what the caller encoded; an API Gateway has decoded it.
  const encode = event.kind === "alb" ? (text: string) => text : encodeForQuery;
  return parameters(event)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

function parameters(event: EventV1 | EventAlb): [name: string, value: string][] {
  const many = event.multiValueQueryStringParameters;
  if (many) {
    return Object.entries(many).flatMap(([name, values]) =>
      (values ?? []).map((value): [string, string] => [name, value]),
    );
  }
  return Object.entries(event.queryStringParameters ?? {}).map(([name, value]) => [name, value ?? ""]);
}

function toRemoteAddress(event: HttpEvent, headers: Headers): string | undefined {
  if (event.kind === "v2") return event.requestContext.http.sourceIp;
  if (event.kind === "v1") return event.requestContext.identity?.sourceIp;
  // The last is the one that the load balancer itself saw; a caller may have written the others.
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || undefined;
}
