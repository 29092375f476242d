import { STATUS_CODES } from "node:http";
import { formatSize, SandpiperError, toErrorResponse } from "@sandpiper/core";
import { CONNECTION_HEADERS, toJsonBody } from "../app/json-body.ts";
import type { HttpEvent } from "./events.ts";

/** What a function URL, a gateway or a load balancer takes for an answer; which of the fields depends on who asked. */
export interface HttpResult extends ResultHead {
  readonly statusDescription?: string;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** An answer without its body: also the metadata that goes before a streamed one. */
export interface ResultHead {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
}

/** What a function may return at most, as JSON: 6 MB of 1,024 KB each, and 1 MB behind a load balancer. */
const MAX_RESULT_BYTES = { v1: 6 * 1024 ** 2, v2: 6 * 1024 ** 2, alb: 1024 ** 2 };

/** The answer in one piece. One that is too large is replaced by an error, since the caller would only hear of a failed function. */
export async function toResult(event: HttpEvent, response: Response): Promise<HttpResult> {
  const result = await pack(event, response);
  const most = MAX_RESULT_BYTES[event.kind];
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= most) return result;
  const encoded = result.isBase64Encoded ? " as base64" : "";
  const error = new SandpiperError(
    "E_GUEST_OUTPUT",
    `The answer is ${formatSize(bytes)}${encoded}, and AWS Lambda returns ${formatSize(most)} here`,
    { hint: "Answer with less, or have the function URL stream (InvokeMode RESPONSE_STREAM)." },
  );
  console.error(`${error.code} ${error.message}`);
  return pack(event, toErrorResponse(error));
}

async function pack(event: HttpEvent, response: Response): Promise<HttpResult> {
  return {
    ...toResultHead(event, response),
    ...(event.kind === "alb" ? { statusDescription: describe(response.status) } : {}),
    ...(await toJsonBody(response, isHead(event))),
  };
}

/** Status and headers in the manner of who asked. */
export function toResultHead(event: HttpEvent, { status, headers }: Response): ResultHead {
  const cookies = headers.getSetCookie();
  const single = [...headers].filter(([name]) => name !== "set-cookie" && !CONNECTION_HEADERS.has(name));
  if (event.kind === "v2") {
    return { statusCode: status, headers: Object.fromEntries(single), ...(cookies.length > 0 ? { cookies } : {}) };
  }
  // A load balancer takes headers in the form that it sends them in, and no other.
  if (event.kind === "v1" || event.multiValueHeaders) {
    const many = single.map(([name, value]): [string, string[]] => [name, [value]]);
    if (cookies.length > 0) many.push(["set-cookie", cookies]);
    return { statusCode: status, multiValueHeaders: Object.fromEntries(many) };
  }
  const spelled = cookies.map((cookie, index): [string, string] => [spell("set-cookie", index), cookie]);
  return { statusCode: status, headers: Object.fromEntries([...single, ...spelled]) };
}

export function isHead(event: HttpEvent): boolean {
  return (event.kind === "v2" ? event.requestContext.http.method : event.httpMethod) === "HEAD";
}

function describe(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? "Unknown"}`;
}

/**
 * The same header name in another spelling for each `index`, since an object with one value a name holds no two of the same: the letters
 * that are ones in `index` are capitals.
 */
function spell(name: string, index: number): string {
  let bits = index;
  return name.replaceAll(/[a-z]/g, (letter) => {
    const spelled = bits & 1 ? letter.toUpperCase() : letter;
    bits >>= 1;
    return spelled;
  });
}
