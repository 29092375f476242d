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
import { readLayout } from "../layout.ts";
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

test("credentials are shown to nobody that a registry leads to", async (context) => {
  const shown: (string | undefined)[] = [];
  const other = await startFake(context, ({ url = "", headers }, response, host) => {
    shown.push(headers.authorization);
    if (url.startsWith("/token")) return response.end('{"token":"other"}');
    return response.writeHead(401, { "www-authenticate": `Bearer realm="http://${host}/token"` }).end();
  });
  for (const status of [307, 401] as const) {
    const { client } = await startFake(
      context,
      ({ method, headers }, response) => {
        if (headers.authorization === undefined) return response.writeHead(401, { "www-authenticate": "Basic" }).end();
        const location = `http://${other.host}/elsewhere`;
        return method === "POST" && status === 401
          ? response.writeHead(202, { location }).end()
          : response.writeHead(307, { location }).end();
      },
      { credentials: async () => ({ username: "ada", password: "secret" }) },
    );
    const digest = toDigest(Buffer.from("x"));
    const asked = status === 307 ? client.hasBlob(digest) : client.putBlob(digest, new Blob(["x"]));
    await assert.rejects(asked, { code: "E_UNAUTHORIZED" });
  }
  assert.deepEqual(shown, [undefined, undefined]);
  assert.ok(!other.asked.some((line) => line.includes("/token")), other.asked.join());
});

test("a refresh token goes where the registry says, and no further", async (context) => {
  const other = await startFake(context, (_request, response) => response.end('{"token":"t"}'));
  const { client } = await startFake(
    context,
    ({ url = "" }, response, host) =>
      url.startsWith("/token")
        ? response.writeHead(307, { location: `http://${other.host}/` }).end()
        : response.writeHead(401, { "www-authenticate": `Bearer realm="http://${host}/token"` }).end(),
    { credentials: async () => ({ identityToken: "refresh" }) },
  );
  await assert.rejects(client.hasBlob(toDigest(Buffer.from("x"))), { code: "E_REGISTRY" });
  assert.deepEqual(other.asked, []);
});

test("a token is not fetched without TLS but on this machine, or where that is allowed", async (context) => {
  for (const realm of ["http://auth.invalid/token", "data:application/json,{}", "no address"]) {
    const { client } = await startFake(context, (_request, response) =>
      response.writeHead(401, { "www-authenticate": `Bearer realm="${realm}"` }).end(),
    );
    const message = realm.startsWith("http:")
      ? /auth\.invalid to be shown credentials without TLS/
      : /without saying where/;
    await assert.rejects(client.hasBlob(toDigest(Buffer.from("x"))), { code: "E_REGISTRY", message });
  }
});

test("what is no token is none", async (context) => {
  for (const answer of ["", "{}", '{"token":1}', '{"token":"a\\r\\nb: c"}', "x".repeat(2_000_000)]) {
    const { client } = await startFake(context, ({ url = "" }, response, host) =>
      url.startsWith("/token")
        ? response.end(answer)
        : response.writeHead(401, { "www-authenticate": `Bearer realm="http://${host}/token"` }).end(),
    );
    await assert.rejects(client.hasBlob(toDigest(Buffer.from("x"))), { code: "E_REGISTRY", message: /no token/ });
  }
});

test("what is no manifest is told of, however much of it comes", async (context) => {
  const endless = (response: ServerResponse) => {
    const chunk = Buffer.alloc(1024 ** 2, 32);
    const write = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", write);
    write();
  };
  const index = (manifests: unknown) => JSON.stringify({ mediaType: MEDIA_TYPES.index, manifests });
  for (const answer of ["", "[", "null", "{}", index(1), index([null]), '{"config":{},"layers":[]}', endless]) {
    const { client } = await startFake(context, (_request, response) =>
      typeof answer === "string" ? response.end(answer) : answer(response),
    );
    const folder = mkdtempSync(join(tmpdir(), "sandpiper-pull-"));
    context.after(() => rmSync(folder, { recursive: true }));
    await assert.rejects(pullImage(client, { folder, tag: "1", name: "a" }), { code: "E_REGISTRY" }, String(answer));
    assert.deepEqual(readdirSync(folder), []);
  }
});

test("a list of referrers says nothing that they do not say themselves", async (context) => {
  const empty = Buffer.from("{}");
  const config = { mediaType: MEDIA_TYPES.empty, digest: toDigest(empty), size: empty.length };
  const image = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.manifest, config, layers: [] });
  const subject = { mediaType: MEDIA_TYPES.manifest, digest: toDigest(Buffer.from(image)), size: image.length };
  const attached = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.manifest, config, layers: [], subject });
  const digest = toDigest(Buffer.from(attached));
  const pull = async (listed: object) => {
    const { client } = await startFake(context, ({ url = "" }, response) => {
      if (url.includes("/referrers/")) return response.end(JSON.stringify({ manifests: [listed] }));
      if (url.endsWith(digest)) return response.end(attached);
      return response.end(url.includes("/manifests/") ? image : empty);
    });
    const folder = mkdtempSync(join(tmpdir(), "sandpiper-pull-"));
    context.after(() => rmSync(folder, { recursive: true }));
    await pullImage(client, { folder, tag: "1", name: "a" });
    return readLayout(folder);
  };
  const annotations = { "org.opencontainers.image.ref.name": "a" };
  const [found, ...others] = await pull({ mediaType: "text/plain", digest, size: 1, annotations });
  assert.deepEqual([found!.name, others], ["a", []]);
  assert.deepEqual(found!.referrers, [{ mediaType: MEDIA_TYPES.manifest, digest, size: attached.length }]);
  await assert.rejects(pull(subject), { code: "E_REGISTRY", message: /does not refer to/ });
});

test("a list of referrers is read to its end, which has to come, and in one place", async (context) => {
  const subject = toDigest(Buffer.from("x"));
  const list = async (link: (page: number) => string | null) => {
    const { client, asked } = await startFake(context, ({ url = "" }, response) => {
      const page = Number(new URL(url, "http://a").searchParams.get("page") ?? 1);
      const next = link(page);
      if (next !== null) response.setHeader("link", `<${next}>; rel="next"`);
      response.end(JSON.stringify({ manifests: [{ mediaType: MEDIA_TYPES.manifest, digest: subject, size: page }] }));
    });
    return { asked, sizes: client.listReferrers(subject).then((found) => found.map(({ size }) => size)) };
  };
  const next = (page: number) => `/v2/ada/hello/referrers/${subject}?page=${page + 1}`;
  assert.deepEqual(await (await list((page) => (page < 3 ? next(page) : null))).sizes, [1, 2, 3]);
  await assert.rejects((await list(next)).sizes, { code: "E_REGISTRY", message: /more than 100 pages/ });
  const elsewhere = await list(() => "http://127.0.0.1:1/more");
  await assert.rejects(elsewhere.sizes, { code: "E_REGISTRY", message: /another place/ });
  assert.equal(elsewhere.asked.length, 1);
});

test("a connection that is lost on the way, and a stop, are told of as what they are", async (context) => {
  const { client } = await startFake(context, (_request, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("x", () => response.destroy());
  });
  await assert.rejects(client.getManifest("1"), { code: "E_REGISTRY", message: /cannot be reached/ });
  const stop = new AbortController();
  const busy = await startFake(
    context,
    (_request, response) => {
      response.writeHead(503).end();
      setImmediate(() => stop.abort());
    },
    { signal: stop.signal, retryMs: 1_000_000 },
  );
  await assert.rejects(busy.client.getManifest("1"), { code: "E_CANCELLED" });
});

test("a registry with TLS sends nobody where there is none", async (context) => {
  const asked: string[] = [];
  context.mock.method(globalThis, "fetch", async (url: string) => {
    asked.push(url);
    const answer = new Response(null, { status: 202, headers: { location: "http://a.example/upload" } });
    return Object.defineProperty(answer, "url", { value: url.includes("/uploads/") ? url : "http://a.example/moved" });
  });
  const client = createRegistryClient({ registry: "a.example", repository: "b", tag: "1" });
  const refused = { code: "E_REGISTRY", message: /leads to http:\/\/a\.example, without TLS/ };
  await assert.rejects(client.putBlob(toDigest(Buffer.from("x")), new Blob(["x"])), refused);
  await assert.rejects(client.getManifest("1"), refused);
  assert.deepEqual(asked, ["https://a.example/v2/b/blobs/uploads/", "https://a.example/v2/b/manifests/1"]);
});
