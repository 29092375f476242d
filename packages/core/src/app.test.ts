import assert from "node:assert/strict";
import { test } from "node:test";
import { type CallContext, createApp, type RoutedFunction } from "./app.ts";
import { SandpiperError } from "./errors.ts";
import type { Invocation, InvocationContext } from "./function.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

/** Answers with its name and what it was mounted at. */
function at(path: string, methods?: readonly string[]): RoutedFunction {
  const name = path;
  return {
    route: { path, ...(methods ? { methods } : {}) },
    function: {
      settings: { name, abi: "stdio", limits: DEFAULT_LIMITS },
      async invoke(_request: Request, { mount, remoteAddress }: InvocationContext = {}): Promise<Invocation> {
        const response = new Response(`${name} at "${mount}" for ${remoteAddress}`);
        return { id: "1", name, response, error: null, exit: null, durationMs: 0 };
      },
      async close() {},
    },
  };
}

const get = (path: string, method = "GET") => new Request(`http://localhost${path}`, { method });
const code = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

test("the function of the longest path answers, and hears where it is mounted and who calls", async () => {
  const app = createApp(() => [at("/a"), at("/a/b")]);
  const answer = await app.fetch(get("/a/b/c"), { remoteAddress: "::1" });
  assert.equal(await answer.text(), '/a/b at "/a/b" for ::1');
});

test("what answers nowhere, and a method that nobody takes there", async () => {
  const app = createApp(() => [at("/a", ["POST"])]);
  const nowhere = await app.fetch(get("/b"), {});
  assert.deepEqual([nowhere.status, await code(nowhere)], [404, "E_NOT_FOUND"]);
  const method = await app.fetch(get("/a"), {});
  assert.deepEqual([method.status, method.headers.get("allow"), await code(method)], [405, "POST", "E_METHOD"]);
});

test("files go before a function at the root, and after every other", async () => {
  const otherwise = async ({ url }: Request) => (url.endsWith(".css") ? new Response("a file") : null);
  const app = createApp(() => [at("/"), at("/a")], { otherwise });
  const read = async (path: string) => (await app.fetch(get(path), {})).text();
  assert.equal(await read("/x.css"), "a file");
  assert.equal(await read("/a/x.css"), '/a at "/a" for undefined');
  assert.equal(await read("/x"), '/ at "" for undefined');
});

test("whatever fails beside a function is an answer too, and all is told of with what came with the request", async () => {
  const told: string[] = [];
  const app = createApp<CallContext & { readonly tag: string }>(() => [at("/a")], {
    otherwise: async () => {
      throw new SandpiperError("E_CONFIG", "the files are gone");
    },
    onInvocation: ({ name }, { tag }) => told.push(`${tag} ${name}`),
    onRefusal: ({ code }, { tag }) => told.push(`${tag} ${code}`),
  });
  assert.equal(await code(await app.fetch(get("/b"), { tag: "1" })), "E_CONFIG");
  await app.fetch(get("/a"), { tag: "2" });
  assert.deepEqual(told, ["1 E_CONFIG", "2 /a"]);
});

test("functions may change while they serve", async () => {
  let functions = [at("/a")];
  const app = createApp(() => functions);
  assert.equal((await app.fetch(get("/a"), {})).status, 200);
  functions = [at("/b")];
  assert.equal((await app.fetch(get("/a"), {})).status, 404);
});
