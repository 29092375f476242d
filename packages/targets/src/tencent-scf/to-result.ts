import { formatSize, SandpiperError, toErrorResponse } from "@sandpiper/core";
import { CONNECTION_HEADERS, type JsonBody, toJsonBody } from "../app/json-body.ts";
import type { HttpEvent } from "./events.ts";

/** An answer as a function URL and gateways take it: cloud.tencent.com/document/product/583/12513, 2026-11. */
export interface HttpResult extends JsonBody {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** What a function may return at most, as JSON. cloud.tencent.com/document/product/583/11637, 2026-11 */
const MAX_RESULT_BYTES = 6 * 1024 ** 2;

/** The answer in one piece. One that is too large is replaced by an error, since the caller would only hear of a failed function. */
export async function toResult(event: HttpEvent, response: Response): Promise<HttpResult> {
  const result = await pack(event, response);
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= MAX_RESULT_BYTES) return result;
  const encoded = result.isBase64Encoded ? " as base64" : "";
  const error = new SandpiperError(
    "E_GUEST_OUTPUT",
    `The answer is ${formatSize(bytes)}${encoded}, and Tencent SCF returns ${formatSize(MAX_RESULT_BYTES)}`,
    { hint: "Answer with less, or deploy as a web function, where bytes are not base64." },
  );
  console.error(`${error.code} ${error.message}`);
  return pack(event, toErrorResponse(error));
}

async function pack({ httpMethod }: HttpEvent, response: Response): Promise<HttpResult> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie" && !CONNECTION_HEADERS.has(name)) headers[name] = value;
  }
  const cookies = response.headers.getSetCookie();
  // A list only where it has to be one: not every gateway's page speaks of lists.
  if (cookies.length > 0) headers["set-cookie"] = cookies.length === 1 ? cookies[0]! : cookies;
  return { statusCode: response.status, headers, ...(await toJsonBody(response, httpMethod === "HEAD")) };
}
