import assert from "node:assert/strict";
import { GOOD_GUESTS, type Guest, MAX_BODY } from "./guests.ts";
import { callHttp, callRaw, type RawCall, statusOf } from "./http-call.ts";

/** One kind of bad request: makes it, and checks what came of it. */
export interface Attack {
  readonly name: string;
  readonly run: (url: string) => Promise<void>;
  /** It takes the server seconds, so it is made only a few times. */
  readonly heavy?: boolean;
}

/** The statuses that say the caller is at fault. */
const isRefusal = (status: number | null): boolean => status !== null && status >= 400 && status < 500;

function toGuestAttack({ name, expected, heavy = false }: Guest): Attack {
  return {
    name,
    heavy,
    async run(url) {
      const { status, body } = await callHttp(`${url}/${name}`, { method: "POST", body: Buffer.from("input") });
      assert.equal(status, expected!.status, `${name}: ${body}`);
      if (expected!.code) assert.equal(JSON.parse(body.toString()).error.code, expected!.code, name);
      if (expected!.body) assert.equal(body.toString(), expected!.body, name);
    },
  };
}

/** What a CGI program must not answer; the guest says back what it is sent. */
const MALFORMED_CGI: Readonly<Record<string, string>> = {
  "nothing at all": "",
  "no headers": "hello",
  "no empty line": "Content-Type: text/plain\nhello",
  "no sufficient header": "X-Only: 1\n\nbody",
  "a line that is no header": "HTTP/1.1 200 OK\nContent-Type: text/plain\n\n",
  "a NUL in a value": "Content-Type: text/plain\0\n\n",
  "a return in a value": "Content-Type: text/plain\nX-Two: a\rSet-Cookie: b=c\n\n",
  "an informational status": "Status: 101 Switching Protocols\n\n",
  "a status that is none": "Status: 2000000000\nContent-Type: text/plain\n\n",
  "endless headers": `${"X-More: 1\n".repeat(20_000)}\n`,
};

const cgiAttacks: readonly Attack[] = Object.entries(MALFORMED_CGI).map(([what, output]) => ({
  name: `CGI: ${what}`,
  async run(url) {
    const answer = await callHttp(`${url}/${GOOD_GUESTS.cgi}`, { method: "POST", body: Buffer.from(output, "latin1") });
    assert.equal(answer.status, 502, `${what}: ${answer.body}`);
    assert.equal(JSON.parse(answer.body.toString()).error.code, "E_GUEST_OUTPUT", what);
  },
}));

const INVERT = `/${GOOD_GUESTS.invert}`;
const head = (line: string, ...headers: string[]): string => [line, "Host: localhost", ...headers, "", ""].join("\r\n");
const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;

/** Bytes on the wire; `may` tells which answers are right, null being a closed connection. */
const RAW: readonly (RawCall & { readonly name: string; readonly may: (status: number | null) => boolean })[] = [
  {
    name: "a path that is no URL, with a body asked for first",
    send: [head("POST // HTTP/1.1", "Content-Length: 5", "Expect: 100-continue")],
    after: "wait",
    may: (status) => isRefusal(status) || status === null,
  },
  {
    name: "a body announced above the cap",
    send: [head(`POST ${INVERT} HTTP/1.1`, "Content-Length: 999999999999")],
    after: "wait",
    may: (status) => status === 413,
  },
  {
    name: "a chunked body above the cap",
    send: [
      head(`POST ${INVERT} HTTP/1.1`, "Transfer-Encoding: chunked"),
      ...Array<string>(40).fill(chunk),
      "0\r\n\r\n",
    ],
    after: "wait",
    may: (status) => status === 413 || status === null,
  },
  {
    name: "a body cut short by a half-close",
    send: [head(`POST ${INVERT} HTTP/1.1`, "Content-Length: 1000"), "only this"],
    after: "half-close",
    may: (status) => isRefusal(status) || status === null,
  },
  {
    name: "a whole request and a half-close before its answer",
    send: [head(`POST ${INVERT} HTTP/1.1`, "Content-Length: 5", "Connection: close"), "hello"],
    after: "half-close",
    may: (status) => status === 200 || status === null,
  },
  {
    name: "a connection broken in the middle of a body",
    send: [head(`POST ${INVERT} HTTP/1.1`, "Content-Length: 900000"), "x".repeat(100_000)],
    after: "reset",
    may: () => true,
  },
  {
    name: "a connection broken while the guest runs",
    send: [head("POST /spin HTTP/1.1", "Content-Length: 0")],
    after: "reset",
    may: () => true,
  },
  {
    name: "an announced body that is too large, asked for first",
    send: [head(`POST ${INVERT} HTTP/1.1`, "Content-Length: 99999999", "Expect: 100-continue")],
    after: "wait",
    may: (status) => status === 413,
  },
  {
    name: "bytes that are no HTTP",
    send: [Uint8Array.from({ length: 4096 }, (_, index) => (index * 167) & 0xff)],
    after: "wait",
    may: (status) => isRefusal(status) || status === null,
  },
  {
    name: "two lengths that disagree",
    send: [head(`POST ${INVERT} HTTP/1.1`, "Content-Length: 5", "Transfer-Encoding: chunked"), "0\r\n\r\n"],
    after: "wait",
    may: (status) => isRefusal(status) || status === null,
  },
  {
    name: "headers without end",
    send: [head(`GET ${INVERT} HTTP/1.1`, `X-Long: ${"y".repeat(300_000)}`)],
    after: "wait",
    may: (status) => isRefusal(status) || status === null,
  },
  {
    name: "no Host",
    send: [`GET ${INVERT} HTTP/1.1\r\n\r\n`],
    after: "wait",
    may: (status) => isRefusal(status) || status === null,
  },
  {
    name: "a Host that is none",
    send: [`GET ${INVERT} HTTP/1.1\r\nHost: a b\\c:99999999\r\nConnection: close\r\n\r\n`],
    after: "wait",
    may: (status) => isRefusal(status) || status === null,
  },
  ...["/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%ff%fe%00", "//", "/%", "/nothing/here"].map(
    (path) => ({
      name: `the path ${path}`,
      send: [head(`GET ${path} HTTP/1.1`, "Connection: close")],
      after: "wait" as const,
      may: isRefusal,
    }),
  ),
  {
    name: "an address of another host",
    send: [head("GET http://169.254.169.254/latest/meta-data HTTP/1.1", "Connection: close")],
    after: "wait",
    may: isRefusal,
  },
];

const rawAttacks: readonly Attack[] = RAW.map(({ name, may, ...raw }) => ({
  name,
  async run(url) {
    const received = await callRaw(url, raw);
    const status = statusOf(received);
    assert.ok(may(status), `${name}: ${status} ${received.slice(0, 300)}`);
  },
}));

const httpAttacks: readonly Attack[] = [
  {
    name: "one byte above the cap",
    async run(url) {
      const answer = await callHttp(`${url}${INVERT}`, { body: new Uint8Array(MAX_BODY + 1) });
      assert.equal(answer.status, 413, String(answer.body));
    },
  },
  {
    name: "a caller that leaves a guest running",
    async run(url) {
      await assert.rejects(callHttp(`${url}/sleep`, { leaveAfter: 40 }));
    },
  },
];

export function makeAttacks(guests: readonly Guest[]): Attack[] {
  const guestAttacks = guests.filter((guest) => guest.expected).map(toGuestAttack);
  return [...guestAttacks, ...cgiAttacks, ...rawAttacks, ...httpAttacks];
}
