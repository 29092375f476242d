import { SandpiperError } from "@sandpiper/core";

/**
 * The four ways an HTTP request comes to a Lambda function, and all of an event that is read here. Everything may be missing:
 * events come from outside.
 *
 * - `v2`: function URLs and HTTP APIs (payload format 2.0)
 * - `v1`: REST APIs, and HTTP APIs that ask for payload format 1.0
 * - `alb`: Application Load Balancers, with headers of one value or, when the target group says so, of several
 *
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
 * docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html and
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html, 2026-11.
 */
export type HttpEvent = EventV2 | EventV1 | EventAlb;

type Values = Readonly<Record<string, string | undefined>> | null;
type ManyValues = Readonly<Record<string, readonly string[] | undefined>> | null;

interface EventBody {
  readonly headers?: Values;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

export interface EventV2 extends EventBody {
  readonly kind: "v2";
  readonly rawPath?: string;
  /** As the caller wrote it, without the question mark. */
  readonly rawQueryString?: string;
  readonly cookies?: readonly string[];
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp?: string };
    readonly domainName?: string;
    readonly stage?: string;
  };
}

interface EventWithValues extends EventBody {
  readonly httpMethod: string;
  readonly path?: string;
  readonly multiValueHeaders?: ManyValues;
  readonly queryStringParameters?: Values;
  readonly multiValueQueryStringParameters?: ManyValues;
}

export interface EventV1 extends EventWithValues {
  readonly kind: "v1";
  /** `1.0` from an HTTP API; a REST API says nothing. */
  readonly version?: string;
  readonly requestContext: {
    readonly domainName?: string;
    readonly stage?: string;
    readonly identity?: { readonly sourceIp?: string };
  };
}

export interface EventAlb extends EventWithValues {
  readonly kind: "alb";
}

/**
 * Tells what kind of event it is.
 * @throws `E_USAGE` for every event that is no HTTP request, such as one of a queue or a schedule
 */
export function toHttpEvent(event: unknown): HttpEvent {
  if (isObject(event) && isObject(event.requestContext)) {
    const { requestContext } = event;
    if (isObject(requestContext.http) && typeof requestContext.http.method === "string") return mark(event, "v2");
    if (typeof event.httpMethod === "string") return mark(event, isObject(requestContext.elb) ? "alb" : "v1");
  }
  const keys = isObject(event)
    ? Object.keys(event)
        .slice(0, 8)
        .join(", ")
        .replaceAll(/\p{Cc}/gu, " ")
    : "";
  throw new SandpiperError(
    "E_USAGE",
    `the event is no HTTP request of a function URL, an API Gateway or a load balancer; it has ${keys || "nothing"}`,
  );
}

const mark = (event: object, kind: HttpEvent["kind"]) => ({ ...event, kind }) as HttpEvent;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
