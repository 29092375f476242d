import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { toDigest } from "../blob.ts";
import { MEDIA_TYPES } from "../media-types.ts";
import { pullImage } from "./pull-image.ts";
import { createRegistryClient, type RegistryClientOptions } from "./registry-client.ts";

type Answer = (request: IncomingMessage, response: ServerResponse, host: string) => unknown;

/** A registry of few words, and a client for its repository `ada/hello`. */
async function startFake(context: TestContext, answer: Answer, options: RegistryClientOptions = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response, host);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const reference = { registry: host, repository: "ada/hello", tag: "1" };
  const client = createRegistryClient(reference, { credentials: async () => null, retryMs: 1, ...options });
  return { client, asked, host };
}

test("a token is fetched where the registry says, for what will be done, with the credentials there are", async (context) => {
  const { client, asked } = await startFake(
    context,
    (request, response, host) => {
      if (request.url!.startsWith("/token")) {
        assert.equal(request.headers.authorization, `Basic ${Buffer.from("ada:secret").toString("base64")}`);
        return response.end('{"token":"t1"}');
      }
      if (request.headers.authorization === "Bearer t1") return response.end();
      const challenge = `Bearer realm="http://${host}/token",service="a service",scope="repository:ada/hello:pull,push"`;
      return response.writeHead(401, { "www-authenticate": challenge }).end();
    },
    { write: true, credentials: async () => ({ username: "ada", password: "secret" }) },
  );
  const digest = toDigest(Buffer.from("x"));
  assert.equal(await client.hasBlob(digest), true);
  assert.equal(await client.hasBlob(digest), true);
  const blob = `HEAD /v2/ada/hello/blobs/${digest}`;
  const token = "GET /token?service=a+service&scope=repository%3Aada%2Fhello%3Apull%2Cpush&client_id=sandpiper";
  assert.deepEqual(asked, [blob, token, blob, blob]);
});

test("a refresh token is exchanged for one", async (context) => {
  let posted = "";
  const { client } = await startFake(
    context,
    async (request, response, host) => {
      if (request.method === "POST") {
        posted = await text(request);
        return response.end('{"access_token":"t2"}');
      }
      if (request.headers.authorization === "Bearer t2") return response.end();
      return response.writeHead(401, { "www-authenticate": `Bearer realm="http://${host}/token"` }).end();
    },
    { credentials: async () => ({ identityToken: "refresh" }) },
  );
  assert.equal(await client.hasBlob(toDigest(Buffer.from("x"))), true);
  const sent = new URLSearchParams(posted);
  assert.deepEqual([sent.get("grant_type"), sent.get("refresh_token")], ["refresh_token", "refresh"]);
  assert.equal(sent.get("scope"), "repository:ada/hello:pull");
});

test("what passes is tried again, and given up in the end", async (context) => {
  let failures = 2;
  const { client, asked } = await startFake(context, (_request, response) =>
    response.writeHead(failures-- > 0 ? 503 : 200).end(),
  );
  assert.equal(await client.hasBlob(toDigest(Buffer.from("x"))), true);
  assert.equal(asked.length, 3);
  failures = 100;
  await assert.rejects(client.hasBlob(toDigest(Buffer.from("x"))), { code: "E_REGISTRY", message: /status 503/ });
  assert.equal(asked.length, 7);
});

test("the registry's own words are passed on", async (context) => {
  const { client } = await startFake(context, (_request, response) =>
    response.writeHead(403).end('{"errors":[{"code":"DENIED","message":"no such project"}]}'),
  );
  await assert.rejects(client.getManifest("1"), { code: "E_FORBIDDEN", message: /status 403 \(no such project\)/ });
});

test("content that is not what its digest says is refused, and nothing is left of it", async (context) => {
  const config = Buffer.from("{}");
  const layer = Buffer.from("layer");
  const describe = (content: Uint8Array, mediaType: string) => ({
    mediaType,
    digest: toDigest(content),
    size: content.length,
  });
  for (const served of ["lay3r", "layer and more"]) {
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: describe(config, MEDIA_TYPES.config),
      layers: [describe(layer, MEDIA_TYPES.layer)],
    });
    const { client } = await startFake(context, ({ url = "" }, response) => {
      if (url.endsWith("/manifests/1")) return response.end(manifest);
      return response.end(url.endsWith(toDigest(config)) ? config : served);
    });
    const folder = mkdtempSync(join(tmpdir(), "sandpiper-pull-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const pulled = pullImage(client, { folder, tag: "1", name: "a" });
    await assert.rejects(pulled, { code: "E_REGISTRY", message: /is something else/ });
    assert.deepEqual(readdirSync(join(folder, "blobs/sha256")), [toDigest(config).slice("sha256:".length)]);
  }
});

test("a digest that is a path is no digest", async (context) => {
  for (const digest of ["sha256:../../../evil", "../evil", "sha512:00"]) {
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: { mediaType: MEDIA_TYPES.config, digest, size: 2 },
      layers: [],
    });
    const { client, asked } = await startFake(context, (_request, response) => response.end(manifest));
    const folder = mkdtempSync(join(tmpdir(), "sandpiper-pull-"));
    context.after(() => rmSync(folder, { recursive: true }));
    await assert.rejects(pullImage(client, { folder, tag: "1", name: "a" }), {
      code: "E_REGISTRY",
      message: /no digest/,
    });
    assert.deepEqual([asked.length, readdirSync(folder)], [1, []]);
  }
});

test("a manifest asked for by its digest is that one", async (context) => {
  const { client } = await startFake(context, (_request, response) => response.end("{}"));
  const wanted = toDigest(Buffer.from("other"));
  await assert.rejects(client.getManifest(wanted), { code: "E_REGISTRY", message: /is in truth sha256:/ });
});
