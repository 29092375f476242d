import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { compileWat } from "../../support/wat.ts";
import { sandpiper } from "../support/run-sandpiper.ts";
import { makeGuests } from "./guests.ts";

// What runs images, reads them and keeps them for real is in tests/oci.

const { "cat.wasm": cat, "trap.wasm": trap } = await makeGuests();
const newProject = (files = {}) => temporaryFolder({ "cat.wasm": cat!, "trap.wasm": trap!, ...files });
const build = (cwd: string, ...args: string[]) => sandpiper(["build", "--target", "oci", ...args], { cwd });

test("an image of each module, in a layout in which every blob is what its name says", async () => {
  const cwd = newProject();
  const { code, stdout, stderr } = await build(cwd, "--shape", "wasm");
  assert.equal(code, 0, stderr);
  assert.match(String(stdout), /^dist\/oci for container images\n {2}cat .*sha256:\w{64}\n {2}trap .*sha256:\w{64}\n$/);
  const folder = join(cwd, "dist/oci/blobs/sha256");
  for (const name of readdirSync(folder)) {
    const digest = createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
    assert.equal(digest, name);
  }
  const index = JSON.parse(readFileSync(join(cwd, "dist/oci/index.json"), "utf8"));
  const names = index.manifests.map((one: { annotations?: object }) => Object.values(one.annotations ?? {})[0]);
  assert.deepEqual(names, ["cat", undefined, "trap", undefined]);
});

test("--function chooses, labels are there, and the same input gives the same digest at any time", async () => {
  const cwd = newProject();
  const digestOf = async (epoch: string) => {
    const args = ["build", "--target", "oci", "--shape", "wasm", "--function", "cat", "--label", "a=b", "--json"];
    const { stdout } = await sandpiper(args, { cwd, env: { SOURCE_DATE_EPOCH: epoch } });
    const { images } = JSON.parse(String(stdout));
    assert.deepEqual([images.length, images[0].name, images[0].architecture], [1, "cat", "wasm"]);
    return images[0].digest;
  };
  const first = await digestOf("");
  assert.equal(await digestOf(""), first);
  assert.notEqual(await digestOf("1000000000"), first);
  const manifest = JSON.parse(
    readFileSync(join(cwd, "dist/oci/blobs", (await digestOf("")).replace(":", "/")), "utf8"),
  );
  assert.deepEqual([manifest.annotations.a, manifest.annotations["org.opencontainers.image.title"]], ["b", "cat"]);
});

test("what no container could run is refused, and nothing is written", async () => {
  const module =
    '(module (import "wasi_ephemeral_nn" "load" (func (param i32 i32 i32 i32 i32) (result i32))) (memory (export "memory") 1) (func (export "_start")))';
  const cwd = newProject({ "infer.wasm": await compileWat(module) });
  const { code, stderr } = await build(cwd, "--shape", "wasm");
  assert.equal(code, 1);
  assert.match(stderr, /^refused: infer imports wasi_ephemeral_nn, .*\n {2}next: Leave it out with --function/m);
  assert.ok(!existsSync(join(cwd, "dist/oci")));
});

test("options that do not go together, and names of nothing, are told of", async () => {
  const cwd = newProject();
  for (const [args, says] of [
    [["--shape", "wasm", "--function", "cta"], /no function "cta"; did you mean "cat"\?/],
    [["--function", "cat"], /--function: this image holds all .*\n {2}next: .*--shape wasm/],
    [["--shape", "wasm", "--platform", "linux"], /--platform: "linux" is not a system and a processor/],
    [["--shape", "round"], /--shape <name>.*round/],
  ] as const) {
    const { code, stderr } = await build(cwd, ...args);
    assert.notEqual(code, 0);
    assert.match(stderr, says);
  }
  const none = await sandpiper(["build", "--shape", "wasm"], { cwd });
  assert.deepEqual([none.code, /--shape: .*--target oci/s.test(none.stderr)], [2, true], none.stderr);
});

test("push and pull refuse at the door what cannot be", async () => {
  const cwd = newProject();
  for (const [args, says] of [
    [["push", "ghcr.io/ada/app"], /error\[E_NOT_FOUND\]: .*no OCI image layout\n {2}next: .*build --target oci/],
    [["push", "Not A Name"], /error\[E_USAGE\]: "Not A Name" is not the name of an image/],
    [["push", `a.example/b@sha256:${"0".repeat(64)}`], /error\[E_USAGE\]: an image is sent to a tag/],
    [["pull", "ghcr.io/ada/app", "--out", "."], /error\[E_USAGE\]: --out: there is a \. already/],
  ] as const) {
    const { code, stderr } = await sandpiper(args, { cwd });
    assert.notEqual(code, 0);
    assert.match(stderr, says);
  }
});
