import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "@sandpiper/core";
import { createHandler } from "./adapter.ts";

type Seen = Parameters<App["fetch"]>;

async function send(request: Request, response: Response): Promise<{ seen: Seen; answer: Response }> {
  let seen: Seen | undefined;
  const app: App = {
    async fetch(...call) {
      seen = call;
      return response;
    },
  };
  const answer = await createHandler(app).fetch(request);
  return { seen: seen!, answer };
}

test("a request reaches the app as it is, and its answer goes out as it is", async () => {
  const body = Uint8Array.from({ length: 256 }, (_, index) => index);
  const request = new Request("https://a.example/a%20b/%C3%BC?x=1&x=2&e", { method: "POST", body });
  const response = new Response(body.toReversed());
  response.headers.append("set-cookie", "a=1");
  response.headers.append("set-cookie", "b=2");
  const { seen, answer } = await send(request, response);
  assert.equal(seen[0], request);
  assert.equal(seen[0].url, "https://a.example/a%20b/%C3%BC?x=1&x=2&e");
  assert.equal(answer, response);
});

test("the caller's address is the one that Cloudflare tells", async () => {
  const headers = { "cf-connecting-ip": "2001:db8::1" };
  const { seen } = await send(new Request("https://a.example/", { headers }), new Response());
  assert.deepEqual(seen[1], { remoteAddress: "2001:db8::1" });
  const local = await send(new Request("https://a.example/"), new Response());
  assert.deepEqual(local.seen[1], {});
});

test("what a function has encoded is not encoded once more", async () => {
  const inits: (ResponseInit | undefined)[] = [];
  const Original = globalThis.Response;
  globalThis.Response = class extends Original {
    constructor(body?: BodyInit | null, init?: ResponseInit) {
      super(body, init);
      inits.push(init);
    }
  };
  try {
    const headers = { "content-encoding": "gzip", "x-thing": "yes" };
    const encoded = new Original(Uint8Array.of(31, 139, 8), { status: 203, headers });
    const { answer } = await send(new Request("https://a.example/"), encoded);
    assert.equal((inits[0] as { encodeBody?: string }).encodeBody, "manual");
    assert.deepEqual([answer.status, answer.headers.get("x-thing")], [203, "yes"]);
    assert.deepEqual(await answer.bytes(), Uint8Array.of(31, 139, 8));
  } finally {
    globalThis.Response = Original;
  }
});
