import type { HttpResult } from "./to-result.ts";

/** A request as it comes to a gateway, its body read. */
export interface GatewayRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface GatewayPlace {
  /** As the gateway hands it on, perhaps with the stage before it. */
  readonly path: string;
  readonly domainName: string;
  readonly stage: string;
  readonly sourceIp: string;
}

/** What gateways hand on as text, where it is UTF-8; all else is Base64. */
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml))/;
const WITHOUT_BODY = [204, 205, 304];

/**
 * What a function URL or an HTTP API makes of a request: payload format 2.0, in which names are in small letters and cookies are apart.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function toEventV2(request: GatewayRequest, { path, domainName, stage, sourceIp }: GatewayPlace): object {
  const { cookie, ...headers } = Object.fromEntries(request.headers);
  const { method } = request;
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: request.url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    headers,
    requestContext: { domainName, stage, http: { method, path, protocol: "HTTP/1.1", sourceIp } },
    ...toEventBody(request),
  };
}

export function toEventBody({ headers, body }: GatewayRequest): { body: string | null; isBase64Encoded: boolean } {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const isText = TEXT.test(headers.get("content-type") ?? "") && Buffer.from(body.toString()).equals(body);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** The answer that a function URL or an HTTP API makes of a result, headers of several values left aside: format 2.0 has none. */
export function toAnswer({ statusCode, headers = {}, cookies = [], body, isBase64Encoded }: HttpResult): Response {
  const answered = new Headers(headers);
  for (const cookie of cookies) answered.append("set-cookie", cookie);
  const content = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
  const empty = WITHOUT_BODY.includes(statusCode) && content.length === 0;
  return new Response(empty ? null : content, { status: statusCode, headers: answered });
}
