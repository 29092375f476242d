import assert from "node:assert/strict";
import type { StartedServer } from "./start-server.ts";

/** What stands before an event function on Tencent Cloud: makes an event of a request, as documented. */
export interface ScfGateway {
  toEvent(request: GatewayRequest): object;
}

interface GatewayRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Buffer;
}

interface Result {
  readonly statusCode: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

export interface EventOutcome {
  readonly result?: Result;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

export const CALLER = "203.0.113.9";
const WITHOUT_BODY = [204, 205, 304];
/** The largest event and answer, JSON and all: cloud.tencent.com/document/product/583/11637. */
const MAX_EVENT = 6 * 1024 ** 2;

/**
 * Headers that SCF adds to what it hands a function (cloud.tencent.com/document/product/583/56124 and 583/96099): the credentials are there when the
 * function has a role.
 */
export const PLATFORM_HEADERS: Readonly<Record<string, string>> = {
  "X-Scf-Request-Id": "00000000-0000-0000-0000-000000000000",
  "X-Scf-Memory": "1024",
  "X-Scf-Remote-Addr": CALLER,
  "X-Scf-Secret-Id": "secret-id-of-the-role",
  "X-Scf-Secret-Key": "secret-key-of-the-role",
  "X-Scf-Session-Token": "session-token-of-the-role",
};

/** Runs an event through an instance of kind `event`. */
export async function invokeEvent(instance: StartedServer, event: object): Promise<EventOutcome> {
  return (await (await instance.fetch("/", { method: "POST", body: JSON.stringify(event) })).json()) as EventOutcome;
}

/** Asks an event function through a gateway. */
export async function fetchAsEvent(
  gateway: ScfGateway,
  instance: StartedServer,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(new URL(path, "https://gateway.example"), init);
  const { method, url, headers } = request;
  const body = Buffer.from(await request.arrayBuffer());
  headers.set("host", "gateway.example");
  if (body.length > 0) headers.set("content-length", String(body.length));
  const event = gateway.toEvent({ method, url: new URL(url), headers, body });
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT) return new Response("too large", { status: 413 });
  const { result, errorMessage } = await invokeEvent(instance, event);
  if (!result) return Response.json({ errorMessage }, { status: 500 });
  assert.ok(Buffer.byteLength(JSON.stringify(result)) <= MAX_EVENT, "more than SCF returns");
  const pairs = Object.entries(result.headers ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  const answered = new Headers(pairs);
  const content = Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8");
  const empty = WITHOUT_BODY.includes(result.statusCode) && content.length === 0;
  // As `fetch` does with what comes over the wire; what is no gzip fails as it is read.
  const unpack = answered.get("content-encoding") === "gzip";
  const read = unpack ? new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip")) : content;
  return new Response(empty ? null : read, { status: result.statusCode, headers: answered });
}

/** One value a name, decoded: of several the first. */
function toQuery({ searchParams }: URL): Record<string, string> {
  return Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.get(name)!]));
}

export const SCF_GATEWAYS = {
  /**
   * cloud.tencent.com/document/product/583/96099, read 2026-11: API Gateway's event without `isBase64Encoded` and `requestContext`, so that a body is
   * text. What the page leaves open is as at API Gateway, with which it calls itself compatible (583/12513): Base64 and lists of values in answers.
   */
  "a function URL": {
    toEvent: ({ method, url, headers, body }) => ({
      httpMethod: method,
      path: url.pathname,
      headers: Object.fromEntries([
        ...headers,
        ...Object.entries(PLATFORM_HEADERS).map(([name, value]) => [name.toLowerCase(), value]),
      ]),
      queryString: toQuery(url),
      body: body.toString(),
    }),
  },
  /** docs.cloudbase.net/service/access-cloud-function, read 2026-11. */
  "CloudBase's HTTP access": {
    toEvent: ({ method, url, headers, body }) => ({
      path: url.pathname,
      httpMethod: method,
      headers: Object.fromEntries(headers),
      queryStringParameters: toQuery(url),
      requestContext: { appId: "1250000000", envId: "examples", requestId: "0", uin: "100000000000" },
      body: body.toString("base64"),
      isBase64Encoded: body.length > 0,
    }),
  },
} satisfies Record<string, ScfGateway>;
