import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { App } from "@sandpiper/core";
import { type BunRuntime, type BunServer, createHandler } from "./adapter.ts";

type Options = Parameters<BunRuntime["serve"]>[0];

const { PORT, HOST } = process.env;
const listenersBefore = (["SIGTERM", "SIGINT"] as const).map((signal) => [signal, process.listeners(signal)] as const);
afterEach(() => {
  for (const [name, value] of Object.entries({ PORT, HOST })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  for (const [signal, before] of listenersBefore) {
    for (const listener of process.listeners(signal)) {
      if (!before.includes(listener)) process.removeListener(signal, listener);
    }
  }
});

function start(app: App = { fetch: async () => new Response() }, address: string | null = null) {
  let options: Options | undefined;
  const server: BunServer = {
    port: 1,
    requestIP: () => (address === null ? null : { address }),
    stop: async () => {},
  };
  createHandler(app, {
    serve(given) {
      options = given;
      return server;
    },
  });
  return { options: options!, server };
}

test("it listens where the environment says, and everywhere by itself", () => {
  Object.assign(process.env, { PORT: "9000", HOST: "127.0.0.1" });
  const told = start().options;
  assert.deepEqual([told.port, told.hostname], [9000, "127.0.0.1"]);
  delete process.env.PORT;
  delete process.env.HOST;
  const byItself = start().options;
  assert.deepEqual([byItself.port, byItself.hostname], [8080, "0.0.0.0"]);
});

test("Bun's own limits are out of the way of a function's", () => {
  const { idleTimeout, maxRequestBodySize } = start().options;
  assert.deepEqual([idleTimeout, maxRequestBodySize], [255, Number.MAX_SAFE_INTEGER]);
});

test("a request reaches the app as it is, with the caller's address", async () => {
  const request = new Request("http://a.example/%C3%BC?x=1&x=2");
  const response = new Response(Uint8Array.of(0, 255));
  const seen: Parameters<App["fetch"]>[] = [];
  const app: App = {
    async fetch(...call) {
      seen.push(call);
      return response;
    },
  };
  for (const address of ["::1", null]) {
    const { options, server } = start(app, address);
    assert.equal(await options.fetch(request, server), response);
  }
  assert.deepEqual(seen, [
    [request, { remoteAddress: "::1" }],
    [request, {}],
  ]);
});

test("elsewhere it says what it is for", () => {
  assert.throws(() => createHandler({ fetch: async () => new Response() }), /for Bun/);
});
