import assert from "node:assert/strict";
import { test } from "node:test";
import type { App, InvocationContext } from "@sandpiper/core";
import { createHandler } from "./adapter.ts";

/** Answers with what it was asked, and remembers who asked. */
function createEcho(): { app: App; contexts: InvocationContext[] } {
  const contexts: InvocationContext[] = [];
  const app: App = {
    async fetch(request, context = {}) {
      contexts.push(context);
      const headers = new Headers({ "x-method": request.method, "x-url": request.url });
      headers.append("set-cookie", "a=1; Path=/");
      headers.append("set-cookie", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
      return new Response(request.body && (await request.bytes()), { status: 201, headers });
    },
  };
  return { app, contexts };
}

const URL_OF_ALL = "https://x.vercel.app/a%20b/%C3%BC?x=1&x=2&n=%E9%B3%A5&e";

test("a request goes in and an answer comes out as they are", async () => {
  const bytes = new Uint8Array(1024).map((_, index) => index);
  const { fetch } = createHandler(createEcho().app);
  const answer = await fetch(new Request(URL_OF_ALL, { method: "POST", body: bytes }));
  assert.deepEqual([answer.status, answer.headers.get("x-method")], [201, "POST"]);
  assert.equal(answer.headers.get("x-url"), URL_OF_ALL);
  assert.deepEqual(answer.headers.getSetCookie(), ["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"]);
  assert.deepEqual(await answer.bytes(), bytes);
});

test("a request without a body, and HEAD", async () => {
  const { fetch } = createHandler(createEcho().app);
  for (const method of ["GET", "HEAD", "POST"]) {
    const answer = await fetch(new Request(URL_OF_ALL, { method }));
    assert.deepEqual([answer.headers.get("x-method"), (await answer.bytes()).length], [method, 0]);
  }
});

test("the caller's address is the one that Vercel tells", async () => {
  const { app, contexts } = createEcho();
  const { fetch } = createHandler(app);
  const headers = { "x-real-ip": "192.0.2.1", "x-forwarded-for": "198.51.100.7" };
  await fetch(new Request(URL_OF_ALL, { headers }));
  await fetch(new Request(URL_OF_ALL));
  assert.deepEqual(contexts, [{ remoteAddress: "192.0.2.1" }, {}]);
});
