import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { createRuntimeApi } from "./runtime-api.ts";

/** A Runtime API that keeps what it is told; what it does in whole is tested in tests/oci. */
async function startFake(context: TestContext) {
  const told: { request: IncomingMessage; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    told.push({ request, body: await buffer(request) });
    response.writeHead(202).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { told, api: createRuntimeApi(`127.0.0.1:${(server.address() as AddressInfo).port}`) };
}

const HEAD = { statusCode: 200, headers: { "x-a": "b" } };

test("a streamed answer is its head, eight zeros and its body", async (context) => {
  const { told, api } = await startFake(context);
  const { stream, answered } = api.openStream("1", HEAD);
  stream.write("one ");
  stream.end("two");
  await answered;
  const [{ request, body }] = told as [(typeof told)[0]];
  assert.equal(request.url, "/2018-06-01/runtime/invocation/1/response");
  assert.equal(request.headers["lambda-runtime-function-response-mode"], "streaming");
  assert.deepEqual(body, Buffer.from(`${JSON.stringify(HEAD)}${"\0".repeat(8)}one two`));
  assert.deepEqual(request.trailers, {});
});

test("what fails on the way is told behind it", async (context) => {
  const { told, api } = await startFake(context);
  const { stream, answered } = api.openStream("2", HEAD);
  stream.write("one ");
  stream.destroy(new Error("broke"));
  await answered;
  const [{ request }] = told as [(typeof told)[0]];
  const detail = Buffer.from(String(request.trailers["lambda-runtime-function-error-body"]), "base64");
  assert.equal(JSON.parse(String(detail)).errorMessage, "broke");
  assert.equal(request.trailers["lambda-runtime-function-error-type"], "SandpiperError");
});
