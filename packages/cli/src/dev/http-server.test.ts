import assert from "node:assert/strict";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { DEFAULT_LIMITS, SandpiperError, type WasiCall, type WasiExit } from "@sandpiper/core";
import { temporaryFolder } from "../../../../tests/support/temporary-folder.ts";
import { parseRoute } from "../config/route.ts";
import { createDevApp } from "./app.ts";
import { createFunctionSet } from "./function-set.ts";
import { type HttpServer, listen } from "./http-server.ts";
import type { RequestRecord } from "./request-record.ts";
import { createFakeEngine, ENDED, someFunction, toEngines } from "./testing.fixture.ts";

const folder = temporaryFolder({
  "echo.wasm": "echo",
  "site/index.html": "<h1>site</h1>",
  "site/.secret": "secret",
  "site/a b.txt": "spaces",
  "outside.txt": "outside",
});
symlinkSync(join(folder, "outside.txt"), join(folder, "site/link.txt"));
const open: HttpServer[] = [];
after(() => Promise.all(open.map((server) => server.close(0))));

interface Serving {
  readonly url: string;
  readonly port: number;
  readonly server: HttpServer;
  readonly records: RequestRecord[];
  /** Waits until so many requests are over. */
  over(count: number): Promise<RequestRecord>;
}

/** Serves `echo` at its name and at `POST /only`, with a limit of 1000 bytes, over an engine that is not one. */
async function serve(options: { site?: boolean; run?: (call: WasiCall) => Promise<WasiExit> } = {}): Promise<Serving> {
  const functions = createFunctionSet(toEngines(createFakeEngine(options.run)));
  const echo = { wasm: join(folder, "echo.wasm"), limits: { ...DEFAULT_LIMITS, bodyBytes: 1000 } };
  await functions.update(
    [
      someFunction({ name: "echo", description: "says it again", ...echo }),
      someFunction({ name: "only", route: parseRoute("POST /only"), ...echo }),
      someFunction({ name: "unbuilt" }),
    ],
    new Map<string, SandpiperError>(),
  );
  const app = createDevApp(functions, options.site ? join(folder, "site") : null);
  const records: RequestRecord[] = [];
  let tell = () => {};
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    app: () => app,
    onRequest(record) {
      records.push(record);
      tell();
    },
    takesBody: (_pathname, _method, bytes) => bytes <= 1000,
  });
  open.push(server);
  const over = (count: number) =>
    new Promise<RequestRecord>((resolve) => {
      tell = () => records.length >= count && resolve(records[count - 1]!);
      tell();
    });
  return { url: server.url, port: server.port, server, records, over };
}

/** What the server sends to exactly these bytes, until it closes the connection. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

test("a function answers, with its times and its invocation", async () => {
  const { url, over } = await serve();
  const response = await fetch(`${url}/echo/below?x=1`, { method: "POST", body: "hi" });
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "echo(hi)");
  assert.equal(response.headers.get("server-timing"), "queue;dur=1.000, instantiate;dur=2.000, run;dur=3.000");
  const record = await over(1);
  assert.equal(record.id, response.headers.get("x-sandpiper-invocation"));
  const { method, path, name, status, bytes, stderr } = record;
  assert.deepEqual(
    { method, path, name, status, bytes, stderr },
    { method: "POST", path: "/echo/below?x=1", name: "echo", status: 200, bytes: 8, stderr: "a log\n" },
  );
});

test("a wrong method is told the right ones", async () => {
  const { url } = await serve();
  const response = await fetch(`${url}/only`);
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "POST");
  assert.equal((await response.json()).error.code, "E_METHOD");
});

test("an unknown path, also below what is reserved", async () => {
  const { url } = await serve();
  for (const path of ["/nope", "/echoes", "/_sandpiper/nope", "/_sandpiper/../../etc/passwd"]) {
    const response = await fetch(url + path);
    assert.equal(response.status, 404, path);
    assert.equal((await response.json()).error.code, "E_NOT_FOUND");
  }
});

test("a function that is not built says so, to its callers without details", async () => {
  const { url, over } = await serve();
  const response = await fetch(`${url}/unbuilt`);
  assert.equal(response.status, 422);
  assert.equal((await response.json()).error.code, "E_BUILD");
  assert.match((await over(1)).error?.message ?? "", /unbuilt is not built/);
});

test("functions are listed for programs, and for people who have no page", async () => {
  const { url } = await serve();
  const { functions } = await (await fetch(`${url}/_sandpiper/functions`)).json();
  assert.deepEqual(functions[0], {
    name: "echo",
    path: "/echo",
    abi: "stdio",
    moduleBytes: 4,
    description: "says it again",
  });
  assert.deepEqual([functions[1].methods, functions[2].error.code], [["POST"], "E_BUILD"]);
  assert.equal((await fetch(`${url}/_sandpiper/health`)).status, 200);
  assert.deepEqual(await (await fetch(url)).json(), { functions });
  const page = await fetch(url, { headers: { accept: "text/html" } });
  assert.match(page.headers.get("content-type")!, /text\/html/);
  assert.match(await page.text(), /<a href="\/echo">echo<\/a>/);
});

test("files are served, and only those of the folder", async () => {
  const { url, port, over } = await serve({ site: true });
  const page = await fetch(url);
  assert.equal(await page.text(), "<h1>site</h1>");
  assert.match(page.headers.get("content-type")!, /text\/html/);
  assert.equal((await over(1)).bytes, 13);
  assert.equal(await (await fetch(`${url}/a%20b.txt`)).text(), "spaces");
  for (const path of [
    "/.secret",
    "/%2esecret",
    "/link.txt",
    "/../outside.txt",
    "/%2e%2e/outside.txt",
    "/..%2foutside.txt",
    "/..%5coutside.txt",
    "//outside.txt",
    "/a\\b",
    "/%00",
  ]) {
    const answer = await raw(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 40[04] /, path);
    assert.doesNotMatch(answer, /secret$|outside$/, path);
  }
  assert.equal((await fetch(url, { method: "POST" })).status, 404);
});

test("HEAD has no body", async () => {
  const { url, over } = await serve();
  const response = await fetch(`${url}/echo`, { method: "HEAD" });
  assert.equal(response.status, 200);
  assert.equal((await over(1)).bytes, 0);
});

test("a name of another site is let in nowhere", async () => {
  const { port, over } = await serve({ site: true });
  for (const path of ["/echo", "/", "/_sandpiper/functions"]) {
    const answer = await raw(port, `GET ${path} HTTP/1.1\r\nHost: evil.example:${port}\r\nConnection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 403 .*"E_FORBIDDEN"/s, path);
    assert.doesNotMatch(answer, /echo\(|<h1>|"functions"/, path);
  }
  assert.equal((await over(1)).error?.code, "E_FORBIDDEN");
});

test("a body that is too large is refused so that the caller sees it, and the connection stays of use", async () => {
  const { url, records } = await serve();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  after(() => agent.destroy());
  for (const chunked of [false, true]) {
    for (const size of [1001, 300_000]) {
      const headers = chunked ? {} : { "content-length": size };
      const outgoing = request(`${url}/echo`, { method: "POST", agent, headers });
      outgoing.end(Buffer.alloc(size));
      const [incoming] = await once(outgoing, "response");
      assert.equal(incoming.statusCode, 413);
      assert.equal(JSON.parse(await text(incoming)).error.code, "E_BODY_TOO_LARGE");
    }
  }
  assert.deepEqual(new Set(records.map(({ status }) => status)), new Set([413]));
  const outgoing = request(`${url}/echo`, { method: "POST", agent });
  outgoing.end("ok");
  const [incoming] = await once(outgoing, "response");
  assert.equal(await text(incoming), "echo(ok)");
});

test("who asks before sending too much is told not to send it", async () => {
  const { port } = await serve();
  const head = (bytes: number) =>
    `POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ${bytes}\r\nConnection: close\r\n\r\n`;
  const refused = await raw(port, head(5000));
  assert.match(refused, /^HTTP\/1\.1 413 /);
  assert.match(refused, /\r\nConnection: close\r\n/i);
  assert.match(await raw(port, `${head(2)}ok`), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 .*echo\(ok\)$/s);
});

test("what is no HTTP is answered 400, a head without end 431", async () => {
  const { port } = await serve();
  assert.match(await raw(port, "rubbish\r\n\r\n"), /^HTTP\/1\.1 400 /);
  assert.match(await raw(port, "GET /echo HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"), /^HTTP\/1\.1 400 /);
  assert.match(
    await raw(port, `GET /echo HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1\.1 431 /,
  );
});

// Half a connection closed cannot be told from all of it closed before something is written: both are taken as the
// caller having gone, so that nothing runs for nobody.
for (const leave of ["destroy", "end"] as const) {
  test(`a caller that goes away (${leave}) cancels its invocation`, async () => {
    let begun = () => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { port, over } = await serve({
      run: (call) =>
        new Promise((_resolve, reject) => {
          call.signal!.addEventListener("abort", () => reject(new SandpiperError("E_CANCELLED", "gone")));
          begun();
        }),
    });
    const socket = connect(port, "127.0.0.1");
    socket.write("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
    await running;
    socket[leave]();
    assert.equal((await over(1)).status, 499);
  });
}

test("closing lets what runs finish, and takes nothing new", async () => {
  let release = () => {};
  let begun = () => {};
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const { server, url } = await serve({
    run: () =>
      new Promise((resolve) => {
        release = () => resolve({ ...ENDED, stdout: new Uint8Array(Buffer.from("done")) });
        begun();
      }),
  });
  const answer = fetch(`${url}/echo`);
  await running;
  const closed = server.close(60_000);
  await assert.rejects(fetch(`${url}/_sandpiper/health`));
  release();
  assert.equal(await (await answer).text(), "done");
  await closed;
});

test("closing does not wait longer than it may", async () => {
  let begun = () => {};
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const { server, url } = await serve({
    run: () =>
      new Promise(() => {
        begun();
      }),
  });
  const answer = assert.rejects(fetch(`${url}/echo`));
  await running;
  await server.close(10);
  await answer;
});

test("a port in use is told with what to do", async () => {
  const { port } = await serve();
  const again = listen({
    host: "127.0.0.1",
    port,
    app: () => assert.fail(),
    onRequest: () => {},
    takesBody: () => true,
  });
  await assert.rejects(again, (error: SandpiperError) => {
    assert.equal(error.code, "E_PORT_IN_USE");
    assert.match(error.hint!, new RegExp(`--port ${port + 1}`));
    return true;
  });
});

test("an address that is not ours", async () => {
  const far = listen({
    host: "192.0.2.1",
    port: 0,
    app: () => assert.fail(),
    onRequest: () => {},
    takesBody: () => true,
  });
  await assert.rejects(far, { code: "E_CONFIG", message: /cannot listen on 192\.0\.2\.1/ });
});
