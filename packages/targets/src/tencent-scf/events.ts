import { SandpiperError } from "@sandpiper/core";

/**
 * An HTTP request as it comes to an event function: from a function URL, which is what API Gateway made of it without some of the fields, from
 * CloudBase's HTTP access service, and from API Gateway itself, which Tencent Cloud no longer offers to new users. Everything but the
 * method may be missing: events come from outside.
 *
 * Source: cloud.tencent.com/document/product/583/96099, docs.cloudbase.net/service/access-cloud-function and
 * cloud.tencent.com/document/product/583/12513, 2026-11.
 */
export interface HttpEvent {
  readonly httpMethod: string;
  readonly path?: string;
  readonly headers?: Values;
  readonly body?: string | null;
  /** Whether `body` is Base64: a boolean, or in CloudBase's words `'true/false'`. A function URL says nothing. */
  readonly isBase64Encoded?: boolean | string;
  /** Of a function URL and API Gateway: the query, decoded. */
  readonly queryString?: Values;
  /** Of CloudBase: the same. API Gateway has here what its settings declare, which is part of `queryString` too. */
  readonly queryStringParameters?: Values;
  readonly requestContext?: { readonly sourceIp?: string } | null;
}

/** A value by its name, or a list of them. */
export type Values = Readonly<Record<string, string | readonly string[] | undefined>> | null;

/**
 * Tells whether an event is an HTTP request.
 * @throws `E_USAGE` for every other, such as one of a timer or a queue
 */
export function toHttpEvent(event: unknown): HttpEvent {
  if (isObject(event) && typeof event.httpMethod === "string") return event as unknown as HttpEvent;
  const keys = isObject(event)
    ? Object.keys(event)
        .slice(0, 8)
        .join(", ")
        .replaceAll(/\p{Cc}/gu, " ")
    : "";
  const message = `the event is no HTTP request of a function URL or a gateway; it has ${keys || "nothing"}`;
  throw new SandpiperError("E_USAGE", message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
