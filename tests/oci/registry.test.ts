import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort } from "../clouds/support/start-server.ts";
import { sandpiper } from "../e2e/support/run-sandpiper.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type BuiltImages, buildImages } from "./support/build-images.ts";
import { whyNoContainers } from "./support/container-tools.ts";
import { runTool } from "./support/run-tool.ts";
import { type CycloneDx, importSchemas, schemasSkip } from "./support/schemas.ts";
import { type StartedRegistry, startRegistry } from "./support/start-registry.ts";

const skip = whyNoContainers();

/** `ada` and `secret`, as `htpasswd -B` writes them. */
const HTPASSWD = "ada:$2b$04$7XacrxKdJwnP38abNolW0ekLA8c0Pi6F4Qoa5ZDHCPuNU63lteSG.";

const digestOf = (reference: string): string =>
  JSON.parse(String(runTool("skopeo", ["inspect", "--tls-verify=false", `docker://${reference}`]))).Digest;

/** All files of a layout but `index.json`, which names the image as it was asked for. */
function blobsOf(layout: string): Record<string, string> {
  const folder = join(layout, "blobs/sha256");
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("base64")]),
  );
}

describe("docker-registry", { skip }, () => {
  let registry: StartedRegistry;
  let built: BuiltImages;
  before(async () => {
    registry = await startRegistry();
    built = await buildImages(["--target", "oci", "--shape", "wasm", "--function", "hello"]);
  });
  after(() => registry?.stop());

  test("what is pushed is what skopeo finds, and what comes back is what was pushed, byte for byte", async () => {
    const ref = `${registry.host}/ada/hello:1.0`;
    const { digest } = built.images[0]!;
    const pushed = await sandpiper(["push", ref, "--from", built.out]);
    assert.equal(pushed.code, 0, pushed.stderr);
    assert.equal(String(pushed.stdout), `${registry.host}/ada/hello@${digest}\n`);
    assert.equal(digestOf(ref), digest);
    const out = join(temporaryFolder(), "pulled");
    const pulled = await sandpiper(["pull", ref, "--out", out, "--json"]);
    assert.equal(pulled.code, 0, pulled.stderr);
    assert.partialDeepStrictEqual(JSON.parse(String(pulled.stdout)), { digest, reference: ref, out });
    assert.deepEqual(blobsOf(out), blobsOf(built.out));
    assert.equal(JSON.parse(String(runTool("skopeo", ["inspect", `oci:${out}:1.0`]))).Digest, digest);
  });

  test("what skopeo pushed is pulled, by its tag and by its digest", async () => {
    const ref = `${registry.host}/ada/by-skopeo:1`;
    runTool("skopeo", ["copy", "--dest-tls-verify=false", `oci:${built.out}:hello`, `docker://${ref}`]);
    const out = join(temporaryFolder(), "pulled");
    const pulled = await sandpiper(["pull", ref, "--out", out]);
    assert.equal(pulled.code, 0, pulled.stderr);
    const { digest } = built.images[0]!;
    const byDigest = join(temporaryFolder(), "pulled");
    const again = await sandpiper(["pull", `${registry.host}/ada/by-skopeo@${digest}`, "--out", byDigest]);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(blobsOf(byDigest), blobsOf(out));
  });

  test("an image for several platforms, and all images of a layout", async () => {
    const options = ["--platform", "linux/amd64", "--platform", "linux/arm64"];
    const functions = ["--function", "hello", "--function", "cgi-env"];
    const many = await buildImages(["--target", "oci", "--shape", "wasm", ...functions, ...options]);
    const one = await sandpiper(["push", `${registry.host}/many:2`, "--from", many.out]);
    assert.equal(one.code, 2);
    assert.match(one.stderr, /has 2 images.*\n.*--image \(cgi-env, hello\)/);
    const { code, stdout, stderr } = await sandpiper([
      "push",
      `${registry.host}/many:2`,
      "--from",
      many.out,
      "--all",
      "--json",
    ]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      JSON.parse(String(stdout)).images.map(({ reference }: { reference: string }) => reference),
      [`${registry.host}/many/cgi-env:2`, `${registry.host}/many/hello:2`],
    );
    const out = join(temporaryFolder(), "pulled");
    const pulled = await sandpiper(["pull", `${registry.host}/many/hello:2`, "--out", out]);
    assert.equal(pulled.code, 0, pulled.stderr);
    const chosen = ["--override-arch", "arm64", "inspect", `oci:${out}:2`];
    assert.equal(JSON.parse(String(runTool("skopeo", chosen))).Architecture, "arm64");
  });

  test("a Wasm OCI artifact is as CNCF has it", async () => {
    const { out } = await buildImages(["--target", "oci", "--shape", "wasm-artifact", "--function", "hello"]);
    const ref = `${registry.host}/artifact:1`;
    const pushed = await sandpiper(["push", ref, "--from", out]);
    assert.equal(pushed.code, 0, pushed.stderr);
    const manifest = JSON.parse(
      String(runTool("skopeo", ["inspect", "--raw", "--tls-verify=false", `docker://${ref}`])),
    );
    assert.equal(manifest.config.mediaType, "application/vnd.wasm.config.v0+json");
    assert.deepEqual(
      manifest.layers.map(({ mediaType }: { mediaType: string }) => mediaType),
      ["application/wasm"],
    );
    const config = await (await registry.fetch(`/v2/artifact/blobs/${manifest.config.digest}`)).json();
    const { digest } = manifest.layers[0];
    assert.partialDeepStrictEqual(config, { os: "wasip1", architecture: "wasm", layerDigests: [digest] });
  });

  test("the bill of materials is found by what it is of, and holds against CycloneDX's schema", {
    skip: schemasSkip,
  }, async () => {
    await sandpiper(["push", `${registry.host}/ada/hello:1.0`, "--from", built.out]);
    // This registry keeps no account of referrers: clients keep it, under a tag (distribution-spec, "Referrers tag schema").
    const tag = built.images[0]!.digest.replace(":", "-");
    const accept = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";
    const ask = async (what: string) =>
      JSON.parse(await (await registry.fetch(`/v2/ada/hello/${what}`, { headers: { accept } })).text());
    const { manifests } = await ask(`manifests/${tag}`);
    assert.equal(manifests.length, 1);
    assert.equal(manifests[0].artifactType, "application/vnd.cyclonedx+json");
    const manifest = await ask(`manifests/${manifests[0].digest}`);
    assert.equal(manifest.subject.digest, built.images[0]!.digest);
    const bill = await (await registry.fetch(`/v2/ada/hello/blobs/${manifest.layers[0].digest}`)).text();
    const { Spec, Validation } = await importSchemas<CycloneDx>("@cyclonedx/cyclonedx-library/dist.node/index.node.js");
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    assert.equal(await validator.validate(bill), null);
    assert.notEqual(await validator.validate(bill.replace('"hello.wasm"', "7")), null);
    assert.match(bill, /"name": "hello\.wasm"/);
  });

  test("what is not there, damaged or not allowed is told in words", async () => {
    const missing = await sandpiper(["pull", `${registry.host}/nothing:1`]);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /^error\[E_NOT_FOUND\]: .*nothing:1 is not there/m);
    const none = await sandpiper(["push", `127.0.0.1:${await freePort()}/hello`, "--from", built.out]);
    assert.match(none.stderr, /^error\[E_REGISTRY\]: 127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/m);
    const out = temporaryFolder();
    runTool("cp", ["-r", `${built.out}/.`, out]);
    writeFileSync(join(out, `blobs/${built.images[0]!.digest.replace(":", "/")}`), "{}");
    const broken = await sandpiper(["push", `${registry.host}/broken:1`, "--from", out]);
    assert.match(broken.stderr, /^error\[E_CONFIG\]: the layout .* is broken: sha256:\w+ has other content/m);
  });
});

describe("docker-registry that asks for a password", { skip }, () => {
  let registry: StartedRegistry;
  let built: BuiltImages;
  before(async () => {
    registry = await startRegistry({ htpasswd: HTPASSWD });
    built = await buildImages(["--target", "oci", "--shape", "wasm", "--function", "hello"]);
  });
  after(() => registry?.stop());

  const push = (dockerConfig: object, extra: Readonly<Record<string, string>> = {}) => {
    const folder = temporaryFolder({ "config.json": JSON.stringify(dockerConfig) });
    const env = { DOCKER_CONFIG: folder, ...extra };
    return sandpiper(["push", `${registry.host}/hello:1`, "--from", built.out], { env });
  };

  test("without credentials, or with wrong ones, it says how to sign in", async () => {
    const wrong = Buffer.from("ada:wrong").toString("base64");
    for (const auths of [{}, { [registry.host]: { auth: wrong } }]) {
      const { code, stderr } = await push({ auths });
      assert.equal(code, 1);
      assert.match(stderr, /^error\[E_UNAUTHORIZED\]: .* wants credentials for .*\n {2}next: Sign in: docker login/m);
    }
  });

  test("those that docker login keeps in its settings", async () => {
    const auth = Buffer.from("ada:secret").toString("base64");
    const { code, stderr } = await push({ auths: { [registry.host]: { auth } } });
    assert.equal(code, 0, stderr);
  });

  test("those that it keeps with a helper", async () => {
    const bin = temporaryFolder({
      "docker-credential-tests":
        '#!/bin/sh\n[ "$1" = get ] && read -r server\necho "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"ada\\",\\"Secret\\":\\"secret\\"}"\n',
    });
    runTool("chmod", ["+x", `${bin}/docker-credential-tests`]);
    const PATH = `${bin}:${process.env.PATH}`;
    for (const config of [{ credsStore: "tests" }, { credHelpers: { [registry.host]: "tests" } }]) {
      const { code, stderr } = await push(config, { PATH });
      assert.equal(code, 0, stderr);
    }
  });
});
