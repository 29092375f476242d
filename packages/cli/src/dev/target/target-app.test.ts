import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { SandpiperError } from "@sandpiper/core";
import { TARGETS, type Target } from "@sandpiper/targets";
import { type HttpServer, listen } from "../http-server.ts";
import type { RequestRecord } from "../request-record.ts";
import type { RunningProgram } from "./start-program.ts";
import { createTargetApp } from "./target-app.ts";

const figure = (value: number) => ({ value, source: "https://cloud.example/limits", date: "2026-11" });
const target: Target = {
  ...TARGETS.node!,
  title: "Cloud",
  limits: { requestBytes: figure(1000), responseBytes: figure(1000), timeoutMs: figure(200) },
};
/** The header in which the programs of these tests say what they refuse. */
const REFUSED = "x-refused";
const closing: (() => unknown)[] = [];
after(() => Promise.all(closing.map((close) => close())));

interface Probe {
  readonly url: string;
  readonly records: RequestRecord[];
  /** How often the program was ended at once. */
  kills(): number;
}

/** Serves a program that is a listener in this process. */
async function serve(listener: RequestListener): Promise<Probe> {
  const inner = createServer(listener).listen(0, "127.0.0.1");
  await once(inner, "listening");
  let kills = 0;
  const program: RunningProgram = {
    port: (inner.address() as AddressInfo).port,
    hasEnded: () => false,
    takeRefusal(headers) {
      const message = headers.get(REFUSED);
      headers.delete(REFUSED);
      return message === null ? null : new SandpiperError("E_BODY_TOO_LARGE", message);
    },
    stop: async () => undefined,
    async kill() {
      kills++;
      inner.closeAllConnections();
    },
  };
  const app = createTargetApp({ target, timeoutMs: () => 200, use: (_outgoing, work) => work(program) });
  const records: RequestRecord[] = [];
  const server: HttpServer = await listen({
    host: "127.0.0.1",
    port: 0,
    app: () => app,
    onRequest: (record) => records.push(record),
    takesBody: () => true,
  });
  closing.push(() => {
    inner.closeAllConnections();
    inner.close();
    return server.close(0);
  });
  return { url: server.url, records, kills: () => kills };
}

const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

test("requests and answers go through as they are", async () => {
  const { url } = await serve(async (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    outgoing.setHeader("set-cookie", ["a=1", "b=2"]);
    outgoing.writeHead(201, { "x-thing": `${method} ${path} ${headers["x-many"]} ${headers.host}` });
    outgoing.end(await buffer(incoming));
  });
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const headers: [string, string][] = [
    ["x-many", "1"],
    ["x-many", "2"],
  ];
  const response = await fetch(`${url}/a%2Fb?x&y=%20`, { method: "PUT", body: bytes, headers });
  assert.deepEqual([response.status, Buffer.from(await response.bytes())], [201, bytes]);
  assert.equal(response.headers.get("x-thing"), `PUT /a%2Fb?x&y=%20 1, 2 ${new URL(url).host}`);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
});

for (const kind of ["of a known length", "of a length that is not told"]) {
  test(`a body ${kind} is held to the cloud's limit`, async () => {
    let reached = 0;
    const { url, records } = await serve(async (incoming, outgoing) => {
      const body = await buffer(incoming);
      reached = body.length;
      outgoing.end("taken");
    });
    const send = (bytes: number) => {
      const body = new Blob([new Uint8Array(bytes)]);
      const init: RequestInit & { duplex?: "half" } =
        kind === "of a known length" ? { body } : { body: body.stream(), duplex: "half" };
      return fetch(url, { method: "POST", ...init });
    };
    assert.equal(await (await send(1000)).text(), "taken");
    assert.equal(reached, 1000);
    const refused = await send(1001);
    assert.deepEqual([refused.status, await codeOf(refused)], [413, "E_BODY_TOO_LARGE"]);
    assert.match(records.at(-1)?.error?.message ?? "", /larger than 1000 B, .* all that Cloud takes \(cloud\.example, 2026-11\)/);
  });
}

test("an answer that is too large is an error if it is known before, and cut off if not", async () => {
  const { url, records } = await serve((incoming, outgoing) => {
    const content = Buffer.alloc(1001);
    if (incoming.url === "/known") outgoing.setHeader("content-length", content.length);
    outgoing.write(content.subarray(0, 500));
    setImmediate(() => outgoing.end(content.subarray(500)));
  });
  const known = await fetch(`${url}/known`);
  assert.deepEqual([known.status, await codeOf(known)], [502, "E_GUEST_OUTPUT"]);
  await assert.rejects(async () => (await fetch(`${url}/unknown`)).bytes());
  assert.match(records.at(-1)?.error?.message ?? "", /answer is larger than 1000 B/);
});

test("a program that does not answer in time is ended", async () => {
  const { url, records, kills } = await serve(() => undefined);
  const late = await fetch(url);
  assert.deepEqual([late.status, await codeOf(late), kills()], [504, "E_TIMEOUT", 1]);
  assert.match(records[0]?.error?.message ?? "", /no answer within 200 ms, .* Cloud is told to wait \(cloud\.example/);
});

test("a caller that goes away in the midst of its body is not waited for", async () => {
  let tell = () => {};
  const reached = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let ended: Promise<unknown> | undefined;
  const { url } = await serve((incoming) => {
    ended = new Promise((resolve) => incoming.on("error", () => undefined).once("close", resolve));
    tell();
  });
  const outgoing = request(url, { method: "POST" }).on("error", () => undefined);
  outgoing.write("some");
  await reached;
  outgoing.destroy();
  await ended;
});

test("a program that goes away is told of", async () => {
  const { url } = await serve((incoming) => incoming.socket.destroy());
  const gone = await fetch(url);
  assert.deepEqual([gone.status, await codeOf(gone)], [500, "E_INTERNAL"]);
});

test("a program that answers with no status there is costs the request and nothing else", async () => {
  const { url } = await serve((_incoming, outgoing) => outgoing.writeHead(999).end());
  const odd = await fetch(url);
  assert.deepEqual([odd.status, await codeOf(odd)], [500, "E_INTERNAL"]);
});

test("what the half before the program refused is in the log, with the request that it was", async () => {
  const { url, records } = await serve((incoming, outgoing) => {
    outgoing.writeHead(413, incoming.url === "/large" ? { [REFUSED]: "too large" } : {}).end();
  });
  for (const path of ["/large", "/small"]) {
    const { status, headers } = await fetch(url + path);
    assert.deepEqual([status, headers.has(REFUSED)], [413, false]);
  }
  assert.deepEqual(
    records.map(({ error }) => error?.message ?? null),
    ["too large", null],
  );
});
