import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "@sandpiper/core";
import { createHandler, type DenoRuntime } from "./adapter.ts";

type Serve = DenoRuntime["serve"];

function start(env: Record<string, string>, app: App = { fetch: async () => new Response() }) {
  let served: Parameters<Serve> | undefined;
  const ended: number[] = [];
  const listeners = new Map<string, () => void>();
  const log: string[] = [];
  createHandler(app, {
    serve(...call) {
      served = call;
      return { shutdown: async () => void log.push("shutdown") };
    },
    addSignalListener: (signal, listener) => listeners.set(signal, listener),
    env: { get: (name) => env[name] },
    exit: (code) => ended.push(code),
  });
  return { options: served![0], answer: served![1], listeners, ended, log };
}

test("it listens where the environment says, and everywhere by itself", () => {
  const { port, hostname } = start({ PORT: "9000", HOST: "127.0.0.1" }).options;
  assert.deepEqual([port, hostname], [9000, "127.0.0.1"]);
  const byItself = start({}).options;
  assert.deepEqual([byItself.port, byItself.hostname], [8000, "0.0.0.0"]);
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
  const { answer } = start({}, app);
  assert.equal(await answer(request, { remoteAddr: { hostname: "10.1.2.3" } }), response);
  // A socket of the file system has no address.
  await answer(request, { remoteAddr: {} });
  assert.deepEqual(seen, [
    [request, { remoteAddress: "10.1.2.3" }],
    [request, {}],
  ]);
});

test("told to end, it answers what is there and ends", async () => {
  const { listeners, ended, log } = start({});
  assert.deepEqual([...listeners.keys()], ["SIGTERM", "SIGINT"]);
  listeners.get("SIGTERM")!();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([log, ended], [["shutdown"], [0]]);
});

test("elsewhere it says what it is for", () => {
  assert.throws(() => createHandler({ fetch: async () => new Response() }), /for Deno/);
});
