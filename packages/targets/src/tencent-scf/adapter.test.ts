import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { describe, test } from "node:test";
import type { App } from "@sandpiper/core";
import { createHandler, takePlatformHeaders } from "./adapter.ts";
import { apiGatewayEvent, functionUrlEvent } from "./events.fixture.ts";

/** Says what it was asked. */
const app: App = {
  async fetch(request, { remoteAddress } = {}) {
    return Response.json([request.method, new URL(request.url).pathname, remoteAddress, await request.text()]);
  },
};

describe("an event function", () => {
  const { answer } = createHandler(app);

  test("answers an event", async () => {
    const { statusCode, body } = await answer(functionUrlEvent());
    assert.equal(statusCode, 200);
    assert.deepEqual(JSON.parse(body), ["GET", "/hello", "203.0.113.9", ""]);
    assert.deepEqual(JSON.parse((await answer(apiGatewayEvent())).body), [
      "POST",
      "/test/value",
      "10.0.2.14",
      '{"test":"body"}',
    ]);
  });

  test("answers a request that is none, and fails for an event that is none", async () => {
    const { statusCode, body } = await answer(functionUrlEvent({ httpMethod: "CONNECT" }));
    assert.deepEqual([statusCode, JSON.parse(body).error.code], [400, "E_USAGE"]);
    await assert.rejects(answer({ Type: "Timer" }), { code: "E_USAGE" });
  });
});

describe("headers of the platform", () => {
  function message(...rawHeaders: string[]): IncomingMessage {
    const headers: Record<string, string> = {};
    for (let index = 0; index < rawHeaders.length; index += 2)
      headers[rawHeaders[index]!.toLowerCase()] = rawHeaders[index + 1]!;
    return { rawHeaders, headers, socket: { remoteAddress: "198.51.100.1" } } as unknown as IncomingMessage;
  }

  test("are taken away, and tell who calls", () => {
    const incoming = message("Host", "a", "X-Scf-Secret-Key", "k", "x-scf-remote-addr", "203.0.113.9:80", "X-Own", "1");
    assert.equal(takePlatformHeaders(incoming), "203.0.113.9");
    assert.deepEqual(incoming.rawHeaders, ["Host", "a", "X-Own", "1"]);
    assert.deepEqual(incoming.headers, { host: "a", "x-own": "1" });
  });

  test("of two addresses the last is SCF's; where there is none, the other end of the connection is", () => {
    const forged = message("X-Scf-Remote-Addr", "192.0.2.66", "X-Scf-Remote-Addr", "203.0.113.9");
    assert.equal(takePlatformHeaders(forged), "203.0.113.9");
    assert.equal(takePlatformHeaders(message("Host", "a")), "198.51.100.1");
  });
});
