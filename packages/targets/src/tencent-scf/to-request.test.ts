import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { apiGatewayEvent, cloudBaseEvent, functionUrlEvent } from "./events.fixture.ts";
import { toHttpEvent } from "./events.ts";
import { toRequest } from "./to-request.ts";

const read = (event: object) => toRequest(toHttpEvent(event));
const bytes = async (event: object) => [...new Uint8Array(await read(event).request.arrayBuffer())];

test("a function URL's event is the request, without what is SCF's and the connection's own", async () => {
  const { request, remoteAddress } = read(functionUrlEvent());
  assert.equal(request.url, "https://1250000000-abc.ap-guangzhou.tencentscf.com/hello?a=1&b=2");
  assert.deepEqual([request.method, request.body, remoteAddress], ["GET", null, "203.0.113.9"]);
  assert.deepEqual(Object.fromEntries(request.headers), {
    accept: "*/*",
    host: "1250000000-abc.ap-guangzhou.tencentscf.com",
  });
  const { request: post } = read(functionUrlEvent({ httpMethod: "POST", body: "größe" }));
  assert.equal(post.headers.get("content-length"), "7");
  assert.equal(await post.text(), "größe");
});

test("an API Gateway's event has the whole query, whatever its settings declare", async () => {
  const { request, remoteAddress } = read(apiGatewayEvent());
  assert.equal(new URL(request.url).pathname + new URL(request.url).search, "/test/value?foo=bar&bob=alice");
  assert.equal(remoteAddress, "10.0.2.14");
  assert.equal(await request.text(), '{"test":"body"}');
});

test("CloudBase's event has its query under another name", () => {
  assert.equal(read(cloudBaseEvent()).request.url, "https://env-id.service.tcloudbase.com/?name=value");
});

describe("bodies", () => {
  test("Base64 is said by a boolean, or in words", async () => {
    assert.deepEqual(await bytes(cloudBaseEvent()), [0, 255]);
    for (const isBase64Encoded of ["true", "True"])
      assert.deepEqual(await bytes(cloudBaseEvent({ isBase64Encoded })), [0, 255]);
    assert.deepEqual(await bytes(cloudBaseEvent({ isBase64Encoded: "false" })), [...Buffer.from("AP8=")]);
  });

  test("an empty one is none, and so is that of GET and HEAD", () => {
    for (const more of [
      { body: "" },
      { body: null },
      { body: undefined },
      { httpMethod: "GET" },
      { httpMethod: "HEAD" },
    ])
      assert.equal(read(cloudBaseEvent(more)).request.body, null);
  });
});

test("what is decoded is encoded again; several values stay several", () => {
  const search = (queryString: object) => new URL(read(functionUrlEvent({ queryString })).request.url).search;
  assert.equal(search({ "a b": "ü&=+#" }), "?a%20b=%C3%BC%26%3D%2B%23");
  assert.equal(search({ a: ["1", "2"], b: "" }), "?a=1&a=2&b=");
  assert.equal(search({ path: "/x:y,z" }), "?path=/x:y,z");
});

test("headers are bytes, and may be lists", () => {
  const { headers } = read(functionUrlEvent({ headers: { "X-Name": "grün 鸟", "x-many": ["a", "b"] } })).request;
  assert.equal(Buffer.from(headers.get("x-name")!, "latin1").toString(), "grün 鸟");
  assert.equal(headers.get("x-many"), "a, b");
});

test("an event with nothing but a method is a request for the root", () => {
  const { request, remoteAddress } = read({ httpMethod: "GET" });
  assert.deepEqual([request.url, remoteAddress], ["https://localhost/", undefined]);
  const bare = { httpMethod: "GET", headers: null, queryString: null, requestContext: null };
  assert.equal(read(bare).request.url, "https://localhost/");
});

test("what no request may have is the caller's fault; an event of something else is named", () => {
  assert.throws(() => read(functionUrlEvent({ httpMethod: "CONNECT" })), { code: "E_USAGE", message: /not valid/ });
  assert.throws(() => read(functionUrlEvent({ headers: { "bad name": "x" } })), { code: "E_USAGE" });
  for (const event of [{ Type: "Timer" }, { Records: [] }, { httpMethod: 1 }])
    assert.throws(() => read(event), { code: "E_USAGE", message: /it has (Type|Records|httpMethod)$/ });
  for (const event of [null, "GET", [], 1])
    assert.throws(() => toHttpEvent(event), { code: "E_USAGE", message: /it has nothing$/ });
});
