import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { albEvent, albManyEvent, functionUrlEvent, httpApiEvent, restApiEvent } from "./events.fixture.ts";
import { toHttpEvent } from "./events.ts";
import { toResult } from "./to-result.ts";

const pack = (event: object, response: Response) => toResult(toHttpEvent(event), response);
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, i) => i);
const EVENTS = { functionUrlEvent, httpApiEvent, restApiEvent, albEvent, albManyEvent };

function withCookies(): Response {
  const headers = new Headers({ "content-type": "text/plain", "x-a": "1", "content-length": "2" });
  for (const cookie of ["a=1; Path=/", "b=2, and more", "c=3"]) headers.append("set-cookie", cookie);
  return new Response("ok", { status: 201, headers });
}
const COOKIES = ["a=1; Path=/", "b=2, and more", "c=3"];

describe("several cookies and other headers", () => {
  const body = { body: "ok", isBase64Encoded: false };

  test("payload 2.0 has a list of cookies", async () => {
    const headers = { "content-type": "text/plain", "x-a": "1" };
    for (const event of [functionUrlEvent(), httpApiEvent()]) {
      assert.deepEqual(await pack(event, withCookies()), { statusCode: 201, headers, cookies: COOKIES, ...body });
    }
  });

  const multiValueHeaders = { "content-type": ["text/plain"], "x-a": ["1"], "set-cookie": COOKIES };

  test("a REST API takes headers of several values", async () => {
    assert.deepEqual(await pack(restApiEvent(), withCookies()), { statusCode: 201, multiValueHeaders, ...body });
  });

  test("a load balancer gets them the way it sends them", async () => {
    const statusDescription = "201 Created";
    assert.deepEqual(await pack(albManyEvent(), withCookies()), {
      statusCode: 201,
      statusDescription,
      multiValueHeaders,
      ...body,
    });
    assert.deepEqual(await pack(albEvent(), withCookies()), {
      statusCode: 201,
      statusDescription,
      headers: {
        "content-type": "text/plain",
        "x-a": "1",
        "set-cookie": COOKIES[0],
        "Set-cookie": COOKIES[1],
        "sEt-cookie": COOKIES[2],
      },
      ...body,
    });
  });
});

describe("bodies", () => {
  for (const [name, make] of Object.entries(EVENTS)) {
    test(`${name}: bytes go as base64, text as text, HEAD with none`, async () => {
      const binary = await pack(make(), new Response(ALL_BYTES, { headers: { "content-type": "image/png" } }));
      assert.equal(binary.isBase64Encoded, true);
      assert.deepEqual(Uint8Array.from(Buffer.from(binary.body, "base64")), ALL_BYTES);
      const text = await pack(make(), new Response("größe", { headers: { "content-type": "text/html" } }));
      assert.deepEqual([text.body, text.isBase64Encoded], ["größe", false]);
      const empty = await pack(make(), new Response(null, { status: 204 }));
      assert.deepEqual([empty.statusCode, empty.body], [204, ""]);
    });
  }

  test("an answer to HEAD has none", async () => {
    assert.equal((await pack(functionUrlEvent({}, "HEAD"), new Response("x"))).body, "");
    assert.equal((await pack(restApiEvent({ httpMethod: "HEAD" }), new Response("x"))).body, "");
  });

  const TYPES = {
    "application/json": false,
    "application/json; charset=utf-8": false,
    "application/problem+json": false,
    "image/svg+xml": false,
    "Text/CSS": false,
    "application/jsonlines": true,
    "application/octet-stream": true,
    "application/wasm": true,
  };
  for (const [type, isBase64Encoded] of Object.entries(TYPES)) {
    test(`${type} goes as ${isBase64Encoded ? "base64" : "text"}`, async () => {
      const result = await pack(functionUrlEvent(), new Response("{}", { headers: { "content-type": type } }));
      assert.equal(result.isBase64Encoded, isBase64Encoded);
    });
  }

  test("text that is no UTF-8, or is packed, goes as bytes; a byte order mark stays", async () => {
    const headers = { "content-type": "text/plain" };
    const latin = await pack(functionUrlEvent(), new Response(Uint8Array.of(0xe9), { headers }));
    assert.deepEqual([latin.body, latin.isBase64Encoded], ["6Q==", true]);
    const packed = new Response("x", { headers: { ...headers, "content-encoding": "gzip" } });
    assert.equal((await pack(functionUrlEvent(), packed)).isBase64Encoded, true);
    const marked = await pack(functionUrlEvent(), new Response(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41), { headers }));
    assert.equal(marked.body, "\ufeffA");
  });
});

test("an answer over what Lambda returns is an error that says so", async (context) => {
  context.mock.method(console, "error", () => {});
  const result = await pack(functionUrlEvent(), new Response(new Uint8Array(5 * 1024 ** 2)));
  assert.equal(result.statusCode, 502);
  const { error } = JSON.parse(result.body);
  assert.equal(error.code, "E_GUEST_OUTPUT");
  assert.match(error.message, /6\.7 MiB as base64, and AWS Lambda returns 6 MiB here/);
  const fits = new Response(new Uint8Array(4 * 1024 ** 2));
  assert.equal((await pack(functionUrlEvent(), fits)).statusCode, 200);
  assert.equal((await pack(albEvent(), new Response(new Uint8Array(1024 ** 2)))).statusCode, 502);
});
