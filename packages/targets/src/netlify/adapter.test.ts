import assert from "node:assert/strict";
import { test } from "node:test";
import type { App, InvocationContext } from "@sandpiper/core";
import { createHandler } from "./adapter.ts";

test("the request and the answer stay what they are, and the caller's address is the context's", async () => {
  const seen: { request: Request; context: InvocationContext }[] = [];
  const answer = new Response(null, { status: 204 });
  const app: App = {
    async fetch(request, context = {}) {
      seen.push({ request, context });
      return answer;
    },
  };
  const handler = createHandler(app);
  const request = new Request("https://x.netlify.app/a%20b/%C3%BC?x=1&x=2", { method: "POST", body: "b" });
  assert.equal(await handler(request, { ip: "192.0.2.1" }), answer);
  assert.equal(await handler(request, { ip: "" }), answer);
  assert.equal(await handler(request, {}), answer);
  assert.ok(seen.every((each) => each.request === request));
  assert.deepEqual(
    seen.map(({ context }) => context),
    [{ remoteAddress: "192.0.2.1" }, {}, {}],
  );
});
