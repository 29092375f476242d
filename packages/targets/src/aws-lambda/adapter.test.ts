import assert from "node:assert/strict";
import { PassThrough, type Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, test } from "node:test";
import type { App } from "@sandpiper/core";
import { type BufferedHandler, createHandler, type LambdaStreaming, type StreamHandler } from "./adapter.ts";
import { albEvent, functionUrlEvent, restApiEvent } from "./events.fixture.ts";
import type { ResultHead } from "./to-result.ts";

/** Says what it was asked; `/empty` has no body. */
const app: App = {
  async fetch(request, { remoteAddress } = {}) {
    const { pathname } = new URL(request.url);
    if (pathname === "/empty") return new Response(null, { status: 204 });
    const said = `${request.method} ${pathname} ${remoteAddress} ${await request.text()}`;
    return new Response(said, {
      headers: [
        ["content-type", "text/plain"],
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
    });
  },
};

const buffered = () => createHandler(app, { mode: "BUFFERED" }) as BufferedHandler;

test("an event is answered by the app", async () => {
  const result = await buffered()(functionUrlEvent({ body: "in" }, "POST"));
  assert.equal(result.body, "POST /hello 203.0.113.9 in");
  assert.deepEqual(result.cookies, ["a=1", "b=2"]);
  assert.equal((await createHandlerFromEnvironment()(restApiEvent())).body, "GET /hello 203.0.113.9 ");
});

/** The mode that holds where nothing is set. */
function createHandlerFromEnvironment(): BufferedHandler {
  assert.equal(process.env.SANDPIPER_INVOKE_MODE, undefined);
  return createHandler(app) as BufferedHandler;
}

test("a request that is none is answered so; an event that is none fails the invocation", async () => {
  const result = await buffered()(functionUrlEvent({}, "CONNECT"));
  assert.equal(result.statusCode, 400);
  assert.equal(JSON.parse(result.body).error.code, "E_USAGE");
  await assert.rejects(buffered()({ Records: [] }), { code: "E_USAGE" });
});

describe("streamed", () => {
  /** Like the runtime's own: it notes the head, and what is written comes out of `stream`. */
  function start(): { stream: PassThrough; handle: StreamHandler; heads: ResultHead[] } {
    const heads: ResultHead[] = [];
    let handle: StreamHandler | undefined;
    const streaming: LambdaStreaming = {
      streamifyResponse(handler) {
        handle = handler;
        return handler;
      },
      HttpResponseStream: {
        from(stream: Writable, head: ResultHead) {
          heads.push(head);
          return stream;
        },
      },
    };
    assert.equal(createHandler(app, { mode: "RESPONSE_STREAM", streaming }), handle);
    return { stream: new PassThrough(), handle: handle!, heads };
  }

  async function run(event: object): Promise<{ head: ResultHead; body: string }> {
    const { stream, handle, heads } = start();
    const [read] = await Promise.all([buffer(stream), handle(event, stream)]);
    return { head: heads[0]!, body: read.toString() };
  }

  test("the head goes first, then the body as it is", async () => {
    const { head, body } = await run(functionUrlEvent());
    assert.deepEqual(head, { statusCode: 200, headers: { "content-type": "text/plain" }, cookies: ["a=1", "b=2"] });
    assert.equal(body, "GET /hello 203.0.113.9 ");
    const rest = await run(restApiEvent());
    assert.deepEqual(rest.head.multiValueHeaders, { "content-type": ["text/plain"], "set-cookie": ["a=1", "b=2"] });
  });

  test("HEAD, and an answer without a body", async () => {
    assert.deepEqual((await run(functionUrlEvent({}, "HEAD"))).body, "");
    const { head, body } = await run(functionUrlEvent({ rawPath: "/empty" }));
    assert.deepEqual([head.statusCode, body], [204, ""]);
  });

  test("a load balancer is refused, and so is what is no request", async () => {
    const { stream, handle } = start();
    await assert.rejects(handle(albEvent(), stream), { code: "E_CONFIG" });
    await assert.rejects(handle({}, stream), { code: "E_USAGE" });
  });

  test("where the runtime has no streams, or the mode is none, the start fails", () => {
    assert.throws(() => createHandler(app, { mode: "RESPONSE_STREAM" }), { code: "E_CONFIG" });
    assert.throws(() => createHandler(app, { mode: "stream" }), { code: "E_CONFIG", message: /"stream"/ });
  });
});
