import assert from "node:assert/strict";
import { test } from "node:test";
import type { HttpResponse } from "@azure/functions";
import { toHttpResponse } from "./to-http-response.ts";

/** As the library writes an answer's headers, each with Node's `setHeader`: the last of a name stays. */
function written(response: HttpResponse): Record<string, string | readonly string[]> {
  return Object.fromEntries(response.headers.entries());
}

test("cookies are written as they are, one or several", () => {
  const cookies = ["a=1; Path=/", "b=%20 x; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Priority=High", "c="];
  const answerWith = (own: readonly string[]) =>
    toHttpResponse(
      new Response(null, { headers: [["x-a", "1"], ...own.map((cookie): [string, string] => ["set-cookie", cookie])] }),
    );
  assert.deepEqual(written(answerWith(cookies)), { "x-a": "1", "set-cookie": cookies });
  assert.deepEqual(written(answerWith(cookies.slice(1, 2))), { "x-a": "1", "set-cookie": cookies[1] });
  assert.deepEqual(written(answerWith([])), { "x-a": "1" });
});

test("status and body stay what they are", async () => {
  for (const status of [200, 204, 304, 404, 503]) {
    const empty = status === 204 || status === 304;
    const response = toHttpResponse(new Response(empty ? null : Uint8Array.of(0, 255), { status }));
    assert.deepEqual([response.status, (await response.arrayBuffer()).byteLength], [status, empty ? 0 : 2]);
  }
});
