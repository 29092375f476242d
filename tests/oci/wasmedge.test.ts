import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { type BuiltImages, buildImages, expectedOf, PICTURE } from "./support/build-images.ts";
import { makeBundle } from "./support/bundle.ts";
import { whyNoContainers } from "./support/container-tools.ts";
import { runTool } from "./support/run-tool.ts";
import { runWithRunc } from "./support/runc.ts";

const skip = whyNoContainers();

describe("images of a function and WasmEdge", { skip }, () => {
  let built: BuiltImages;
  before(async () => {
    const functions = ["--function", "hello", "--function", "image-grayscale"];
    built = await buildImages(["--target", "oci", "--shape", "wasmedge", ...functions]);
  });

  test("runc runs them: the bytes of sandpiper run", async () => {
    const picture = await readFile(PICTURE);
    for (const [name, input] of [
      ["hello", Buffer.from("Zoë")],
      ["image-grayscale", picture],
    ] as const) {
      const answer = runWithRunc(built.out, name, input);
      assert.ok(answer.equals(await expectedOf(name, input)), `${name}: other bytes`);
    }
  });

  test("there is no shell and no Node, and the function is compiled", async () => {
    const { folder, settings } = makeBundle(built.out, "hello");
    assert.deepEqual(readdirSync(join(folder, "rootfs/usr/bin")), ["wasmedge"]);
    assert.ok(!existsSync(join(folder, "rootfs/bin")));
    assert.equal(settings.process.args.at(-1), "/hello.so");
    const compiled = await readFile(join(folder, "rootfs/hello.so"));
    assert.equal(compiled.toString("latin1", 0, 4), "\x7fELF");
  });

  test("skopeo reads what they are; both stand on the same layer", () => {
    const layers = built.images.map(({ name, digest }) => {
      const said = JSON.parse(String(runTool("skopeo", ["inspect", `oci:${built.out}:${name}`])));
      assert.equal(said.Digest, digest);
      return said.Layers[0];
    });
    assert.equal(new Set(layers).size, 1);
  });
});
