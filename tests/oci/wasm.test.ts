import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { freePort } from "../clouds/support/start-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type BuiltImages, buildImages, EXAMPLES, expectedOf, PICTURE } from "./support/build-images.ts";
import { makeBundle } from "./support/bundle.ts";
import { whyNoContainers } from "./support/container-tools.ts";
import { runWithCrun, startWithCrun } from "./support/crun.ts";
import { compileListeningGuest } from "./support/listening-guest.ts";
import { runTool } from "./support/run-tool.ts";

const skip = whyNoContainers();
const FUNCTIONS = ["--function", "hello", "--function", "image-grayscale"];

describe("images of a module alone", { skip }, () => {
  let built: BuiltImages;
  before(async () => {
    built = await buildImages(["--target", "oci", "--shape", "wasm", ...FUNCTIONS, "--label", "org.example.by=tests"]);
  });

  test("skopeo reads what they are", () => {
    for (const { name, digest } of built.images) {
      const said = JSON.parse(String(runTool("skopeo", ["inspect", `oci:${built.out}:${name}`])));
      assert.deepEqual([said.Digest, said.Os, said.Architecture, said.Layers.length], [digest, "linux", "wasm", 1]);
      assert.equal(said.Labels["module.wasm.image/variant"], "compat-smart");
      assert.equal(said.Labels["org.opencontainers.image.title"], name);
      assert.equal(said.Labels["org.example.by"], "tests");
    }
  });

  test("umoci unpacks them: the module as it was built, and what tells crun of it", async () => {
    const { folder, settings } = makeBundle(built.out, "hello");
    assert.deepEqual(settings.process.args, ["/hello.wasm"]);
    assert.equal(settings.annotations["module.wasm.image/variant"], "compat-smart");
    const module = await readFile(join(folder, "rootfs/hello.wasm"));
    assert.ok(module.equals(await readFile(`${EXAMPLES}/functions/hello/hello.wasm`)));
    const files = String(runTool("find", [join(folder, "rootfs"), "-type", "f"]));
    assert.equal(files.trim().split("\n").length, 1, files);
  });

  test("crun's WasmEdge runs them: the bytes of sandpiper run", async () => {
    const picture = await readFile(PICTURE);
    for (const [name, input] of [
      ["hello", Buffer.from("Zoë")],
      ["image-grayscale", picture],
    ] as const) {
      const { folder } = makeBundle(built.out, name);
      const answer = await runWithCrun(folder, input);
      assert.ok(answer.equals(await expectedOf(name, input)), `${name}: other bytes`);
    }
  });

  test("a module that listens serves in the container", async () => {
    const port = await freePort();
    const project = temporaryFolder({ "functions/listens.wasm": await compileListeningGuest(port) });
    const { out } = await buildImages(["--target", "oci", "--shape", "wasm"], project);
    const { folder } = makeBundle(out, "listens", { hostNetwork: true });
    const server = await startWithCrun(folder, port);
    try {
      assert.equal(await (await server.fetch("/")).text(), "hi\n");
    } finally {
      await server.stop();
    }
  });

  test("the same input gives the same digests", async () => {
    const again = await buildImages([
      "--target",
      "oci",
      "--shape",
      "wasm",
      ...FUNCTIONS,
      "--label",
      "org.example.by=tests",
    ]);
    assert.deepEqual(again.images, built.images);
    assert.deepEqual(await readFile(join(again.out, "index.json")), await readFile(join(built.out, "index.json")));
  });

  test("for several platforms it is one image, of which each takes its own", async () => {
    const platforms = ["linux/amd64", "linux/arm64", "wasip1/wasm"];
    const options = platforms.flatMap((platform) => ["--platform", platform]);
    const { out } = await buildImages(["--target", "oci", "--shape", "wasm", "--function", "hello", ...options]);
    for (const platform of platforms) {
      const [os, arch] = platform.split("/") as [string, string];
      const chosen = ["--override-os", os, "--override-arch", arch, "inspect", `oci:${out}:hello`];
      const said = JSON.parse(String(runTool("skopeo", chosen)));
      assert.deepEqual([said.Os, said.Architecture], [os, arch]);
    }
  });
});
