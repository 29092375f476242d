import { HttpResponse, type HttpResponseInit } from "@azure/functions";

/** An answer as the library takes it. */
export function toHttpResponse({ status, headers, body }: Response): HttpResponse {
  const response = new HttpResponse({ status, headers, body: body as HttpResponseInit["body"] });
  const cookies = headers.getSetCookie();
  if (cookies.length > 1) listCookies(response.headers, cookies);
  return response;
}

/**
 * The library writes an answer's headers one by one, as `entries()` gives them, with Node's `setHeader`: of several cookies the last would stay.
 * Its own way for them, `cookies`, makes each anew of its parts, and so not as it was. `setHeader` takes lists as well.
 * https://github.com/Azure/azure-functions-nodejs-library/blob/v4.x/src/http/httpProxy.ts
 */
function listCookies(headers: Headers, cookies: readonly string[]): void {
  const others = [...headers].filter(([name]) => name !== "set-cookie");
  Object.defineProperty(headers, "entries", { value: () => [...others, ["set-cookie", cookies]].values() });
}
