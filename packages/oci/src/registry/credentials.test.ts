import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { findCredentials } from "./credentials.ts";

const encode = (text: string) => Buffer.from(text).toString("base64");

function makeFolder(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sandpiper-credentials-"));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const find = (context: TestContext, registry: string, config: object) =>
  findCredentials(registry, { DOCKER_CONFIG: makeFolder(context, { "config.json": JSON.stringify(config) }) });

test("without settings there are none", async (context) => {
  assert.equal(await findCredentials("ghcr.io", { DOCKER_CONFIG: makeFolder(context, {}) }), null);
});

test("a registry's own, and nobody else's", async (context) => {
  const config = { auths: { "ghcr.io": { auth: encode("ada:a:b") } } };
  assert.deepEqual(await find(context, "ghcr.io", config), { username: "ada", password: "a:b" });
  assert.equal(await find(context, "quay.io", config), null);
});

test("Docker Hub's, under the name that Docker has for it", async (context) => {
  const config = { auths: { "https://index.docker.io/v1/": { auth: encode("ada:x") } } };
  assert.deepEqual(await find(context, "docker.io", config), { username: "ada", password: "x" });
});

test("a token", async (context) => {
  const config = { auths: { "a.example": { auth: encode("00000000-0000:"), identitytoken: "t" } } };
  assert.deepEqual(await find(context, "a.example", config), { identityToken: "t" });
});

test("a helper is asked for this registry; that it knows none is no failure, anything else is", async (context) => {
  const script = (text: string) => `#!/bin/sh\nread -r server\n${text}\n`;
  const bin = makeFolder(context, {
    "docker-credential-knows": script(`echo '{"Username":"<token>","Secret":"'"$server"'"}'`),
    "docker-credential-empty": script("echo 'credentials not found in native keychain'; exit 1"),
    "docker-credential-fails": script("echo 'locked'; exit 1"),
  });
  const ask = (config: object) => {
    const DOCKER_CONFIG = makeFolder(context, { "config.json": JSON.stringify(config) });
    return findCredentials("a.example", { DOCKER_CONFIG, PATH: `${bin}:${process.env.PATH}` });
  };
  assert.deepEqual(await ask({ credsStore: "knows" }), { identityToken: "a.example" });
  assert.deepEqual(await ask({ credsStore: "fails", credHelpers: { "a.example": "knows" } }), {
    identityToken: "a.example",
  });
  assert.equal(await ask({ credsStore: "empty" }), null);
  await assert.rejects(ask({ credsStore: "fails" }), { code: "E_UNAUTHORIZED", message: /locked/ });
  await assert.rejects(ask({ credsStore: "missing" }), { code: "E_UNAUTHORIZED", message: /does not start/ });
  await assert.rejects(ask({ credsStore: "../../bin/sh" }), { code: "E_CONFIG" });
});

test("settings that are not understood are told of", async (context) => {
  const DOCKER_CONFIG = makeFolder(context, { "config.json": "{" });
  await assert.rejects(findCredentials("a.example", { DOCKER_CONFIG }), { code: "E_CONFIG", message: /not JSON/ });
  const auths = { "a.example": { auth: encode("nothing") } };
  await assert.rejects(find(context, "a.example", { auths }), { code: "E_CONFIG" });
});
