import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { type GatewayRequest, toEventBody, toEventV2 } from "@sandpiper/targets/aws-lambda/local";
import type { InvocationOutcome, LambdaRuntime } from "./lambda-runtime.ts";

/** What stands before a function on AWS: makes an event of a request, and a response of what the function returned, as documented. */
export interface Gateway {
  /** The largest body it takes, bytes. */
  readonly maxBody: number;
  toEvent(request: GatewayRequest): object;
  /** Reads what this gateway takes of a result, and nothing else. */
  toHead(result: Result): { headers: [string, string][] };
}

interface Result {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers?: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly cookies?: string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

const CALLER = "203.0.113.9";
const STAGE = "prod";
const WITHOUT_BODY = [204, 205, 304];
const MIB = 1024 ** 2;
/** The largest event, JSON and all, that Lambda takes: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
const MAX_EVENT = 6 * MIB;

/** Asks the function through a gateway, buffered or streamed. */
export async function fetchThrough(
  gateway: Gateway,
  runtime: LambdaRuntime,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(new URL(path, "https://gateway.example"), init);
  const { method, url, headers } = request;
  const body = Buffer.from(await request.arrayBuffer());
  headers.set("host", "gateway.example");
  headers.set("x-forwarded-for", CALLER);
  headers.set("x-forwarded-proto", "https");
  if (body.length > 0) headers.set("content-length", String(body.length));
  const event = gateway.toEvent({ method, url: new URL(url), headers, body });
  if (body.length > gateway.maxBody || Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT) {
    return Response.json({ message: "Request Entity Too Large" }, { status: 413 });
  }
  const outcome = await runtime.invoke(event);
  if (outcome.error) return Response.json({ message: "Internal Server Error" }, { status: 502 });
  const { result, content } = outcome.streamed ? readStreamed(outcome) : readBuffered(outcome);
  const answered = new Headers(gateway.toHead(result).headers);
  const empty = WITHOUT_BODY.includes(result.statusCode) && content.length === 0;
  // As `fetch` does with what comes over the wire.
  const read = answered.get("content-encoding") === "gzip" ? gunzipSync(content) : content;
  return new Response(empty ? null : read, { status: result.statusCode, headers: answered });
}

function readBuffered({ payload }: InvocationOutcome): { result: Result; content: Buffer<ArrayBuffer> } {
  const result: Result = JSON.parse(payload.toString());
  return { result, content: Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8") };
}

/** The head as JSON, eight NUL bytes, the body. */
function readStreamed({ payload, contentType }: InvocationOutcome): { result: Result; content: Buffer<ArrayBuffer> } {
  assert.equal(contentType, "application/vnd.awslambda.http-integration-response");
  const end = payload.indexOf(Buffer.alloc(8));
  assert.ok(end > 0, "there is no head");
  return { result: JSON.parse(payload.subarray(0, end).toString()), content: Buffer.from(payload.subarray(end + 8)) };
}

function toHeadV2({ headers = {}, cookies = [], multiValueHeaders }: Result) {
  assert.equal(multiValueHeaders, undefined, "payload format 2.0 has no headers of several values");
  return {
    headers: [...Object.entries(headers), ...cookies.map((cookie) => ["set-cookie", cookie])] as [string, string][],
  };
}

function groupQuery(search: string, decode: (text: string) => string): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const part of search.slice(1).split("&").filter(Boolean)) {
    const equals = part.indexOf("=");
    const [name, value] =
      equals < 0 ? [decode(part), ""] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    grouped[name] = [...(grouped[name] ?? []), value];
  }
  return grouped;
}

/** Bytes that are no UTF-8 become U+FFFD. */
const decodeParameter = (text: string): string => new URLSearchParams(`a=${text}`).get("a")!;

const last = (many: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(many).map(([name, values]) => [name, values.at(-1)]));
const listed = (headers: Headers) => Object.fromEntries([...headers].map(([name, value]) => [name, [value]]));
const orNull = (values: object) => (Object.keys(values).length > 0 ? values : null);

function toHeadMany({ multiValueHeaders = {}, headers }: Result) {
  assert.equal(headers, undefined, "headers of one value beside those of several");
  const entries = Object.entries(multiValueHeaders);
  return { headers: entries.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])) };
}

function checkDescription({ statusCode, statusDescription = "" }: Result): void {
  assert.match(statusDescription, new RegExp(`^${statusCode} \\S`));
}

const elb = { targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/examples/1" };

export const GATEWAYS = {
  "a function URL": {
    maxBody: 6 * MIB,
    toEvent: (request) =>
      toEventV2(request, {
        path: request.url.pathname,
        domainName: "abc.lambda-url.eu-west-1.on.aws",
        stage: "$default",
        sourceIp: CALLER,
      }),
    toHead: toHeadV2,
  },
  "an HTTP API": {
    maxBody: 10 * MIB,
    toEvent: (request) => {
      const path = `/${STAGE}${decodeURIComponent(request.url.pathname)}`;
      const domainName = "abc.execute-api.eu-west-1.amazonaws.com";
      return toEventV2(request, { path, domainName, stage: STAGE, sourceIp: CALLER });
    },
    toHead: toHeadV2,
  },
  "a REST API": {
    maxBody: 10 * MIB,
    toEvent: (request) => {
      const query = groupQuery(request.url.search, decodeParameter);
      return {
        resource: "/{proxy+}",
        path: request.url.pathname,
        httpMethod: request.method,
        headers: Object.fromEntries(request.headers),
        multiValueHeaders: listed(request.headers),
        queryStringParameters: orNull(last(query)),
        multiValueQueryStringParameters: orNull(query),
        requestContext: { stage: STAGE, path: `/${STAGE}${request.url.pathname}`, identity: { sourceIp: CALLER } },
        ...toEventBody(request),
      };
    },
    toHead: toHeadMany,
  },
  "a load balancer": {
    maxBody: MIB,
    toEvent: (request) => ({
      requestContext: { elb },
      httpMethod: request.method,
      path: request.url.pathname,
      queryStringParameters: last(groupQuery(request.url.search, (text) => text)),
      headers: Object.fromEntries(request.headers),
      ...toEventBody(request),
    }),
    toHead: (result) => {
      checkDescription(result);
      assert.equal(result.multiValueHeaders, undefined, "this target group takes headers of one value");
      return { headers: Object.entries(result.headers ?? {}) };
    },
  },
  "a load balancer with headers of several values": {
    maxBody: MIB,
    toEvent: (request) => ({
      requestContext: { elb },
      httpMethod: request.method,
      path: request.url.pathname,
      multiValueQueryStringParameters: groupQuery(request.url.search, (text) => text),
      multiValueHeaders: listed(request.headers),
      ...toEventBody(request),
    }),
    toHead: (result) => {
      checkDescription(result);
      return toHeadMany(result);
    },
  },
} satisfies Record<string, Gateway>;
