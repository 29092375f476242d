import assert from "node:assert/strict";
import { test } from "node:test";
import type { WasiCall } from "../engine.ts";
import { bytes, createTestFunction, toExit } from "../testing.fixture.ts";
import { toCgiResponse } from "./cgi-response.ts";

async function callOf(url: string, init: RequestInit = {}, mount = "/env"): Promise<WasiCall> {
  let seen: WasiCall | undefined;
  const f = createTestFunction({ name: "env", abi: "cgi", env: { OWN: "1", REQUEST_METHOD: "forged" } }, (call) => {
    seen = call;
    return toExit({ stdout: bytes("Content-Type: text/plain\n\nok") });
  });
  const { error } = await f.invoke(new Request(url, init), { mount, remoteAddress: "10.0.0.7" });
  assert.equal(error, null);
  return seen!;
}

test("arguments are the path and the query's parts, still encoded, as WAGI gives them", async () => {
  const { args } = await callOf("http://h/env/x?greet=m%20t&foo");
  assert.deepEqual(args, ["/env/x", "greet=m%20t", "foo"]);
});

test("the environment is CGI/1.1's", async () => {
  const { env } = await callOf("https://example.com:8443/env/a%20b/c?q=1", {
    method: "POST",
    body: "hello",
    headers: { "content-type": "text/x", "x-some-thing": "v", authorization: "secret", proxy: "evil", accept: "*/*" },
  });
  const expected = {
    OWN: "1",
    CONTENT_LENGTH: "5",
    CONTENT_TYPE: "text/x",
    GATEWAY_INTERFACE: "CGI/1.1",
    HTTP_ACCEPT: "*/*",
    HTTP_X_SOME_THING: "v",
    PATH_INFO: "/a b/c",
    PATH_TRANSLATED: "/a b/c",
    QUERY_STRING: "q=1",
    REMOTE_ADDR: "10.0.0.7",
    REQUEST_METHOD: "POST",
    SCRIPT_NAME: "/env",
    SERVER_NAME: "example.com",
    SERVER_PORT: "8443",
    SERVER_PROTOCOL: "HTTP/1.1",
    X_FULL_URL: "https://example.com:8443/env/a%20b/c?q=1",
    X_RAW_PATH_INFO: "/a%20b/c",
  };
  for (const [name, value] of Object.entries(expected)) assert.equal(env[name], value, name);
  for (const name of ["HTTP_AUTHORIZATION", "HTTP_PROXY", "HTTP_CONTENT_TYPE"]) assert.ok(!(name in env), name);
});

test("the port is the scheme's when the URL has none", async () => {
  assert.equal((await callOf("http://h/env")).env.SERVER_PORT, "80");
  assert.equal((await callOf("https://h/env")).env.SERVER_PORT, "443");
});

test("LF and CRLF both end header lines, and the body is kept byte for byte", async () => {
  const body = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (const eol of ["\n", "\r\n"]) {
    const head = bytes(`Content-Type: image/x${eol}X-A: 1${eol}Set-Cookie: a=1${eol}Set-Cookie: b=2${eol}${eol}`);
    const response = toCgiResponse(Uint8Array.from([...head, ...body]));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "image/x");
    assert.equal(response.headers.get("x-a"), "1");
    assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), body);
  }
});

test("Status sets the status, Location alone redirects", () => {
  assert.equal(toCgiResponse(bytes("Status: 404 Not Found\n\n")).status, 404);
  assert.equal(toCgiResponse(bytes("status: 201\ncontent-type: a/b\n\nx")).status, 201);
  assert.equal(toCgiResponse(bytes("Location: /elsewhere\n\n")).status, 302);
  assert.equal(toCgiResponse(bytes("Location: /elsewhere\nStatus: 307\n\n")).status, 307);
  assert.equal(toCgiResponse(bytes("Status: 204\n\nignored")).body, null);
});

test("headers about the connection are the server's own", () => {
  const { headers } = toCgiResponse(
    bytes("Content-Type: a/b\nContent-Length: 999\nTransfer-Encoding: chunked\nConnection: close\n\nx"),
  );
  for (const name of ["content-length", "transfer-encoding", "connection", "status"]) {
    assert.equal(headers.get(name), null, name);
  }
});

const MALFORMED = {
  "an empty output": "",
  "no empty line": "Content-Type: text/plain\nhello",
  "no sufficient header": "X-Only: 1\n\nbody",
  "an empty line first": "\nbody",
  "a line without a colon": "HTTP/1.1 200 OK\nContent-Type: a/b\n\n",
  "a name that is no token": "Bad Name: 1\nContent-Type: a/b\n\n",
  "a value with a control character": "Content-Type: a\u0001/b\0\n\n",
  "a status that is a word": "Status: fine\n\n",
  "an informational status": "Status: 101 Switching Protocols\n\n",
  "a status out of range": "Status: 999\n\n",
  "endless headers": `${"A: b\n".repeat(300)}\n`,
  "a head over 64 KiB": `A: ${"b".repeat(70_000)}\n\n`,
};
for (const [name, output] of Object.entries(MALFORMED)) {
  test(`${name} is E_GUEST_OUTPUT`, () => {
    assert.throws(() => toCgiResponse(bytes(output)), { code: "E_GUEST_OUTPUT" });
  });
}
