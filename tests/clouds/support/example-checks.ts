import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { FetchFromTarget } from "@sandpiper/testkit";
import { sandpiper } from "../../e2e/support/run-sandpiper.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = at("../../../examples");
const MODELS = at("../../models");
const GRAYSCALE = `${EXAMPLES}/functions/image-grayscale/image-grayscale.wasm`;
const PICTURE = `${MODELS}/samples/k-colours-wide.png`;

export type { FetchFromTarget } from "@sandpiper/testkit";

export interface ExampleChecksOptions {
  /** Checks that this place cannot pass, by name, with the reason. A reason whose check passes all the same is a failure. */
  readonly differences?: Readonly<Partial<Record<ExampleCheck, string>>>;
}

export type ExampleCheck = keyof typeof CHECKS;

/**
 * Defines the tests that the artifact of `examples` has to pass on every cloud, started with the cloud's own tool. Call it in
 * a `describe`; `fetch` is only used once its tests run, so that `before` may start the tool.
 */
export function exampleChecks(fetch: FetchFromTarget, { differences = {} }: ExampleChecksOptions = {}): void {
  for (const [name, check] of Object.entries(CHECKS) as [ExampleCheck, Check][]) {
    const reason = differences[name];
    test(reason === undefined ? name : `${name} (differs: ${reason})`, async () => {
      if (reason === undefined) await check(fetch);
      else await assert.rejects(check(fetch), isAnswered, `${name} passes, though it is said to differ`);
    });
  }
}

/** A difference is an answer: a tool that is gone is none. */
function isAnswered(error: unknown): boolean {
  return !(error instanceof TypeError && error.message === "fetch failed");
}

type Check = (fetch: FetchFromTarget) => Promise<void>;

const CHECKS = {
  "hello greets": async (fetch) => {
    const response = await fetch("/hello", { method: "POST", body: "Ada" });
    assert.deepEqual([response.status, await response.text()], [200, "Hello, Ada!\n"]);
    assert.match(type(response), /^text\/plain; *charset=utf-8$/i);
  },
  "hello greets without a body": async (fetch) => {
    for (const init of [{}, { method: "POST" }, { method: "POST", body: "" }]) {
      const response = await fetch("/hello", init);
      assert.deepEqual([response.status, await response.text()], [200, "Hello, world!\n"]);
    }
  },
  "letters that are not ASCII come back as they went": async (fetch) => {
    const response = await fetch("/hello", { method: "POST", body: "Zoë 鳥 🐦" });
    assert.deepEqual([response.status, await response.text()], [200, "Hello, Zoë 鳥 🐦!\n"]);
  },
  "every byte goes in and comes out": async (fetch) => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7) % 256));
    const headers = { "content-type": "application/octet-stream" };
    const response = await fetch("/hello", { method: "POST", body: bytes, headers });
    const expected = Buffer.concat([Buffer.from("Hello, "), bytes, Buffer.from("!\n")]);
    assert.deepEqual([response.status, await bodyOf(response)], [200, expected]);
  },
  "the grey picture is the one of sandpiper run": async (fetch) => {
    const picture = await readFile(PICTURE);
    const { code, stdout, stderr } = await sandpiper(["run", GRAYSCALE], { input: picture });
    assert.equal(code, 0, stderr);
    const headers = { "content-type": "image/png" };
    const response = await fetch("/image-grayscale", { method: "POST", body: picture, headers });
    assert.deepEqual([response.status, type(response)], [200, "image/png"]);
    assert.ok((await bodyOf(response)).equals(stdout), "other bytes");
  },
  "image-classify names what each sample shows": async (fetch) => {
    const { samples } = JSON.parse(await readFile(`${MODELS}/expected.json`, "utf8"));
    assert.ok(samples.length > 0);
    for (const { file, shows } of samples) {
      const body = await readFile(`${MODELS}/${file}`);
      const response = await fetch("/image-classify", {
        method: "POST",
        body,
        headers: { "content-type": "image/png" },
      });
      const text = await response.text();
      assert.equal(response.status, 200, text);
      assert.match(type(response), /^application\/json/);
      assert.equal(JSON.parse(text).label, shows, file);
    }
  },
  "cgi-env tells of the path, the query and the headers": async (fetch) => {
    const headers = { "x-thing": "yes", cookie: "a=b; c=d" };
    const response = await fetch("/cgi-env/a%20b/%C3%BC?x=1&x=2&n=z%C3%BC&e", { headers });
    assert.equal(response.status, 200);
    assert.match(type(response), /^application\/json/);
    const { args, env } = (await response.json()) as { args: string[]; env: Record<string, string> };
    assert.deepEqual(args.slice(1, 4), ["x=1", "x=2", "n=z%C3%BC"]);
    assert.match(env.QUERY_STRING!, /^x=1&x=2&n=z%C3%BC&e=?$/);
    assert.deepEqual([env.SCRIPT_NAME, env.PATH_INFO, env.REQUEST_METHOD], ["/cgi-env", "/a b/ü", "GET"]);
    assert.deepEqual([env.HTTP_X_THING, env.HTTP_COOKIE], ["yes", "a=b; c=d"]);
  },
  "cgi-env takes a body": async (fetch) => {
    const response = await fetch("/cgi-env", { method: "PUT", body: "12345", headers: { "content-type": "text/x-a" } });
    const { bodyBytes, env } = (await response.json()) as { bodyBytes: number; env: Record<string, string> };
    assert.deepEqual([bodyBytes, env.CONTENT_LENGTH, env.CONTENT_TYPE], [5, "5", "text/x-a"]);
    assert.equal(env.REQUEST_METHOD, "PUT");
  },
  "a function sets the status": async (fetch) => {
    const response = await fetch("/cgi-env?status=418");
    assert.equal(response.status, 418);
    assert.equal(((await response.json()) as { bodyBytes: number }).bodyBytes, 0);
  },
  "a function redirects": async (fetch) => {
    const response = await fetch("/cgi-env?location=/elsewhere", { redirect: "manual" });
    await response.arrayBuffer();
    assert.deepEqual([response.status, response.headers.get("location")], [302, "/elsewhere"]);
  },
  "the page is there, with what it uses": async (fetch) => {
    for (const path of ["/", "/index.html", "/app.js", "/style.css"]) {
      const response = await fetch(path);
      const content = await readFile(`${EXAMPLES}/web${path === "/" ? "/index.html" : path}`);
      assert.equal(response.status, 200, path);
      assert.ok((await bodyOf(response)).equals(content), path);
      const expected = path.endsWith(".js") ? /javascript/ : path.endsWith(".css") ? /^text\/css/ : /^text\/html/;
      assert.match(type(response), expected, path);
    }
  },
  "nothing is a 404": async (fetch) => {
    const response = await fetch("/nowhere");
    await response.arrayBuffer();
    assert.equal(response.status, 404);
  },
  "HEAD has the status and headers, and no body": async (fetch) => {
    for (const path of ["/hello", "/"]) {
      const response = await fetch(path, { method: "HEAD" });
      assert.deepEqual([response.status, (await bodyOf(response)).length], [200, 0], path);
      assert.match(type(response), path === "/" ? /^text\/html/ : /^text\/plain/);
    }
  },
  "a refusal is told in words": async (fetch) => {
    const response = await fetch("/image-grayscale", { method: "POST", body: "no picture" });
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    assert.deepEqual([response.status, error.code], [422, "E_GUEST_REJECTED"]);
    assert.match(error.message, /not a PNG/);
  },
} satisfies Record<string, Check>;

function type(response: Response): string {
  return response.headers.get("content-type") ?? "";
}

async function bodyOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}
