import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { exampleChecks } from "../clouds/support/example-checks.ts";
import type { StartedServer } from "../clouds/support/start-server.ts";
import { type BuiltImages, buildImages } from "./support/build-images.ts";
import { makeBundle } from "./support/bundle.ts";
import { whyNoContainers } from "./support/container-tools.ts";
import { runTool } from "./support/run-tool.ts";
import { startWithRunc } from "./support/runc.ts";
import { type CycloneDx, importSchemas, schemasSkip } from "./support/schemas.ts";

const skip = whyNoContainers();

describe("an image of the whole project", { skip }, () => {
  let built: BuiltImages;
  let server: StartedServer;
  before(async () => {
    built = await buildImages(["--target", "oci"]);
    server = await startWithRunc(built.out, "examples", {
      change({ root }) {
        root.readonly = true;
      },
    });
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));

  test("says that it is well", async () => {
    assert.deepEqual(await (await server.fetch("/_sandpiper/health")).json(), { status: "ok" });
  });

  test("runs as nobody in particular, from a file system with no shell in it", () => {
    const { folder, settings } = makeBundle(built.out, "examples");
    assert.deepEqual([settings.process.user.uid, settings.process.user.gid], [65532, 65532]);
    assert.deepEqual(settings.process.args, ["/usr/bin/node", "/app/server.mjs"]);
    for (const shell of ["bin/sh", "usr/bin/sh", "usr/bin/bash", "usr/bin/dash"])
      assert.ok(!existsSync(join(folder, "rootfs", shell)), shell);
  });

  test("its bill of materials names what is in it, by CycloneDX's schema", { skip: schemasSkip }, async () => {
    const index = JSON.parse(await readFile(join(built.out, "index.json"), "utf8"));
    const blob = (digest: string) => readFile(join(built.out, "blobs", digest.replace(":", "/")), "utf8");
    const referrer = index.manifests.find(({ artifactType }: { artifactType?: string }) => artifactType !== undefined);
    const bill = await blob(JSON.parse(await blob(referrer.digest)).layers[0].digest);
    const { Spec, Validation } = await importSchemas<CycloneDx>("@cyclonedx/cyclonedx-library/dist.node/index.node.js");
    assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(bill), null);
    const names: string[] = JSON.parse(bill).components.map(({ name }: { name: string }) => name);
    for (const name of ["node", "libc6", "sandpiper", "@hono/node-server", "hello.wasm", "litert.wasm"])
      assert.ok(names.includes(name), `${name} is not among ${names.join(", ")}`);
  });

  test("skopeo reads what it is, and says the same of one that is made again", async () => {
    const said = JSON.parse(String(runTool("skopeo", ["inspect", `oci:${built.out}:examples`])));
    assert.deepEqual([said.Digest, said.Os, said.Layers.length], [built.images[0]!.digest, "linux", 2]);
    const again = await buildImages(["--target", "oci"]);
    assert.deepEqual(again.images, built.images);
  });

  test("told to end, it ends by itself", async () => {
    await server.stop();
    assert.equal(server.child.exitCode, 0, server.output());
  });
});

describe("an image of the whole project, with WasmEdge", { skip }, () => {
  let built: BuiltImages;
  let server: StartedServer;
  before(async () => {
    built = await buildImages(["--target", "oci", "--engine", "wasmedge"]);
    server = await startWithRunc(built.out, "examples", {
      change({ root }) {
        root.readonly = true;
      },
    });
  });
  after(() => server?.stop());

  exampleChecks((path, init) => server.fetch(path, init));

  test("told to end, it ends by itself", async () => {
    await server.stop();
    assert.equal(server.child.exitCode, 0, server.output());
  });
});
