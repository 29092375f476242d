import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type DevServer, startDevServer } from "../e2e/support/dev-server.ts";
import { sandpiper } from "../e2e/support/run-sandpiper.ts";
import { skip } from "./support/trixie-wasmedge.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLES = at("../../examples");
const wasm = (name: string) => `${EXAMPLES}/functions/${name}/${name}.wasm`;
const LETTER = readFileSync(`${at("../models")}/${firstSample()}`);
const PHOTO = at("../../../shared/data/images/cowboy.png");
/** A real photograph where there is one. */
const PICTURE = existsSync(PHOTO) ? readFileSync(PHOTO) : LETTER;
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const WASMEDGE = { SANDPIPER_ENGINE: "wasmedge" };

function firstSample(): string {
  const { samples } = JSON.parse(readFileSync(at("../models/expected.json"), "utf8"));
  return samples[0].file;
}

test("sandpiper run: the image function gives the same bytes on both engines", { skip }, async () => {
  const [v8, wasmedge] = [
    await sandpiper(["run", "--engine", "v8", wasm("image-grayscale")], { input: PICTURE }),
    await sandpiper(["run", "--engine", "wasmedge", wasm("image-grayscale")], { input: PICTURE }),
  ];
  assert.equal(wasmedge.code, 0, wasmedge.stderr);
  assert.ok(wasmedge.stdout.length > 100);
  assert.ok(wasmedge.stdout.equals(v8.stdout));
});

test("sandpiper run: so does inference", { skip }, async () => {
  const args = ["--model", `characters=${EXAMPLES}/functions/image-classify/model/characters.tflite`];
  const run = (engine: string) =>
    sandpiper(["run", "--engine", engine, ...args, wasm("image-classify")], { input: LETTER });
  const [v8, wasmedge] = [await run("v8"), await run("wasmedge")];
  assert.equal(wasmedge.code, v8.code, wasmedge.stderr);
  assert.equal(wasmedge.stdout.toString(), v8.stdout.toString());
});

describe("sandpiper dev", { skip }, () => {
  const servers: Record<string, DevServer> = {};
  before(async () => {
    servers.v8 = await startDevServer(EXAMPLES);
    servers.wasmedge = await startDevServer(EXAMPLES, [], WASMEDGE);
  });
  after(async () => {
    for (const server of Object.values(servers)) await server.stop();
  });

  const answer = async (engine: string, path: string, init: RequestInit) => {
    const response = await fetch(`${servers[engine]!.url}${path}`, init);
    const { status, headers } = response;
    const body = Buffer.from(await response.arrayBuffer()).toString("latin1");
    // Only the invocation's own name differs.
    return { status, type: headers.get("content-type"), body: body.replace(ID, "") };
  };
  const post = (body: Uint8Array): RequestInit => ({ method: "POST", body: body as BodyInit });

  const requests: Readonly<Record<string, readonly [string, RequestInit]>> = {
    "a picture to make grey": ["/image-grayscale", post(PICTURE)],
    "a picture to recognise": ["/image-classify", post(LETTER)],
    "no picture": ["/image-grayscale", post(Buffer.from("no picture"))],
    "options it does not take": ["/image-classify?top=many", post(LETTER)],
    "a name": ["/hello", post(Buffer.from("Ada"))],
  };
  for (const [what, [path, init]] of Object.entries(requests)) {
    test(`${what} is answered the same by both engines`, async () => {
      const [v8, wasmedge] = [await answer("v8", path, init), await answer("wasmedge", path, init)];
      assert.deepEqual(wasmedge, v8);
    });
  }

  test("Ctrl-C ends it and all its processes", async () => {
    const server = await startDevServer(EXAMPLES, [], WASMEDGE);
    assert.equal(await server.stop(), 0, server.output());
  });
});
