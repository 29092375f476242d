import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { App, InvocationContext } from "@sandpiper/core";
import { createHandler, type GoogleRequest } from "./adapter.ts";

const seen: { request: Request; context: InvocationContext; body: Buffer }[] = [];
const app: App = {
  async fetch(request, context = {}) {
    seen.push({ request, context, body: Buffer.from(await request.arrayBuffer()) });
    const headers = new Headers([
      ["set-cookie", "a=1; Path=/"],
      ["set-cookie", "b=2"],
    ]);
    return new Response(Uint8Array.of(0, 255), { status: 201, headers });
  },
};
const handler = createHandler(app);
/** What stands for the framework: it has read the body when there is an `x-read`. */
const server = createServer(async (request, response) => {
  if (request.headers["x-read"]) (request as GoogleRequest).rawBody = await read(request);
  await handler(request, response);
});
let origin: string;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

async function read(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray());
}

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(origin + path, init);
  return { response, answer: await response.bytes(), ...seen.at(-1)! };
}

test("a body is the same whether the framework has read it or not", async () => {
  const body = new Uint8Array(1024).map((_, index) => index);
  for (const headers of [{}, { "x-read": "1" }]) {
    const asked = await ask("/a%20b/%C3%BC?x=1&x=2", { method: "POST", headers, body });
    assert.deepEqual(new Uint8Array(asked.body), body);
    assert.equal(asked.request.url, `${origin}/a%20b/%C3%BC?x=1&x=2`);
  }
});

test("an answer goes out as it is, with all of its cookies", async () => {
  const { response, answer } = await ask("/");
  assert.deepEqual([response.status, [...answer]], [201, [0, 255]]);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1; Path=/", "b=2"]);
});

test("what the framework has unpacked is not said to be packed, and what it has not is", async () => {
  const packed = { "content-encoding": "x-any", "content-type": "text/plain" };
  const unpacked = await ask("/", { method: "POST", headers: { ...packed, "x-read": "1" }, body: "12345" });
  assert.deepEqual([unpacked.request.headers.get("content-encoding"), String(unpacked.body)], [null, "12345"]);
  assert.equal(unpacked.request.headers.get("content-length"), "5");
  assert.equal(unpacked.request.headers.get("content-type"), "text/plain");
  const asItIs = await ask("/", { method: "POST", headers: packed, body: "12345" });
  assert.equal(asItIs.request.headers.get("content-encoding"), "x-any");
});

test("who called, and how, is what Google's front end says; without one, what the connection is", async () => {
  const headers = { "x-forwarded-for": "198.51.100.7,192.0.2.1", "x-forwarded-proto": "https" };
  const behind = await ask("/x?y", { headers });
  assert.deepEqual(behind.context, { remoteAddress: "192.0.2.1" });
  assert.equal(behind.request.url, `${origin.replace("http", "https")}/x?y`);
  const direct = await ask("/x?y");
  assert.deepEqual(direct.context, { remoteAddress: "127.0.0.1" });
  assert.equal(direct.request.url, `${origin}/x?y`);
});
