import assert from "node:assert/strict";
import { test } from "node:test";
import { functionUrlEvent } from "./events.fixture.ts";
import { toHttpEvent } from "./events.ts";
import { toResult } from "./to-result.ts";

const pack = (response: Response, httpMethod = "GET") =>
  toResult(toHttpEvent(functionUrlEvent({ httpMethod })), response);

test("an answer is a status, headers, and a body that is text or Base64", async () => {
  const headers = { "content-type": "text/plain", "content-length": "7", "x-a": "1" };
  assert.deepEqual(await pack(new Response("größe", { status: 201, headers })), {
    statusCode: 201,
    headers: { "content-type": "text/plain", "x-a": "1" },
    body: "größe",
    isBase64Encoded: false,
  });
  const binary = await pack(new Response(Uint8Array.of(0, 255), { headers: { "content-type": "image/png" } }));
  assert.deepEqual([binary.body, binary.isBase64Encoded], ["AP8=", true]);
  assert.equal((await pack(new Response("x", { headers }), "HEAD")).body, "");
});

test("several cookies are a list, and one is none", async () => {
  const headers = new Headers([["set-cookie", "a=1, and more"]]);
  assert.equal((await pack(new Response(null, { headers }))).headers["set-cookie"], "a=1, and more");
  headers.append("set-cookie", "b=2");
  assert.deepEqual((await pack(new Response(null, { headers }))).headers["set-cookie"], ["a=1, and more", "b=2"]);
});

test("an answer over what SCF returns is an error that says so", async (context) => {
  context.mock.method(console, "error", () => {});
  const { statusCode, body } = await pack(new Response(new Uint8Array(5 * 1024 ** 2)));
  const { error } = JSON.parse(body);
  assert.deepEqual([statusCode, error.code], [502, "E_GUEST_OUTPUT"]);
  assert.match(error.message, /6\.7 MiB as base64, and Tencent SCF returns 6 MiB/);
  assert.equal((await pack(new Response(new Uint8Array(4 * 1024 ** 2)))).statusCode, 200);
});
