import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { HttpRequest, type HttpRequestInit, type HttpResponse } from "@azure/functions";
import type { App, InvocationContext } from "@sandpiper/core";
import { createHandler } from "./adapter.ts";

const seen: { request: Request; context: InvocationContext }[] = [];
const app: App = {
  async fetch(request, context = {}) {
    seen.push({ request, context });
    return new Response(request.body && (await request.bytes()), { status: 201, headers: { "x-a": "b" } });
  },
};
// Without the host around it, the library says so.
mock.method(console, "warn", () => {});
const handler = createHandler(app);
const URL_OF_ALL = "https://x.azurewebsites.net/a%20b/%C3%BC?x=1&x=2&n=%E9%B3%A5&e";

async function ask(init: HttpRequestInit) {
  const response = (await handler(new HttpRequest({ url: URL_OF_ALL, method: "GET", ...init }))) as HttpResponse;
  return { response, answer: new Uint8Array(await response.arrayBuffer()) };
}

test("a request goes in and an answer comes out as they are", async () => {
  const bytes = new Uint8Array(1024).map((_, index) => index);
  const { response, answer } = await ask({ method: "POST", body: { bytes }, headers: { "x-thing": "yes" } });
  const { request } = seen.at(-1)!;
  assert.deepEqual([request.url, request.method, request.headers.get("x-thing")], [URL_OF_ALL, "POST", "yes"]);
  assert.deepEqual([response.status, response.headers.get("x-a")], [201, "b"]);
  assert.deepEqual(answer, bytes);
});

test("a request without a body, and HEAD", async () => {
  for (const method of ["GET", "HEAD", "POST"]) {
    const { answer } = await ask({ method });
    assert.deepEqual([seen.at(-1)!.request.method, answer.length], [method, 0]);
  }
});

test("the caller's address is the one that Azure tells", async () => {
  await ask({ headers: { "x-forwarded-for": "198.51.100.7,192.0.2.1:443" } });
  assert.deepEqual(seen.at(-1)!.context, { remoteAddress: "192.0.2.1" });
  await ask({});
  assert.deepEqual(seen.at(-1)!.context, {});
});

test("a request whose headers the host has hidden does not reach a function", async () => {
  const before = seen.length;
  for (const key of ["headers", "HeaDers", "%68eaders"]) {
    const { response, answer } = await ask({ url: `https://x.azurewebsites.net/a?b=1&${key}=2` });
    const { error } = JSON.parse(new TextDecoder().decode(answer));
    assert.deepEqual([response.status, error.code], [400, "E_USAGE"]);
  }
  assert.equal(seen.length, before);
});
