import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "@sandpiper/testkit";
import { findPlaces } from "./find-places.ts";

const NAME = process.platform === "darwin" ? "libwasmedge.0.dylib" : "libwasmedge.so.0";
const LOADERS: Readonly<Record<string, string>> = {
  x64: "lib64/ld-linux-x86-64.so.2",
  arm64: "lib/ld-linux-aarch64.so.1",
};
const TRIPLETS: Readonly<Record<string, string>> = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };
const noSystem = (path: string | null) => path !== null && !/^\/(usr|opt)/.test(path);

test("places are found in their order, each once", () => {
  const folder = temporaryFolder({
    [`own/lib/${NAME}`]: "1",
    [`dir/lib64/${NAME}`]: "2",
    "prefix/bin/wasmedge": "3",
    [`prefix/lib/${NAME}`]: "3",
    [`.wasmedge/lib/${NAME}`]: "4",
    [`libraries/${NAME}`]: "5",
  });
  chmodSync(join(folder, "prefix/bin/wasmedge"), 0o755);
  const env = {
    SANDPIPER_WASMEDGE: join(folder, "own"),
    WASMEDGE_DIR: join(folder, "dir"),
    PATH: join(folder, "prefix/bin"),
    HOME: folder,
    LD_LIBRARY_PATH: `${join(folder, "libraries")}:${join(folder, "own/lib")}`,
  };
  const found = findPlaces({ env }).filter(({ library }) => noSystem(library));
  assert.deepEqual(
    found.map(({ where, library, loader }) => [where, library, loader]),
    [
      ["SANDPIPER_WASMEDGE", join(folder, "own/lib", NAME), []],
      ["WASMEDGE_DIR", join(folder, "dir/lib64", NAME), []],
      ["PATH", join(folder, "prefix/lib", NAME), []],
      ["~/.wasmedge", join(folder, ".wasmedge/lib", NAME), []],
      ["LD_LIBRARY_PATH", join(folder, "libraries", NAME), []],
    ],
  );
  assert.equal(found[2]!.program, join(folder, "prefix/bin/wasmedge"));
});

test("what lies in another Linux is started with its own loader", { skip: process.platform !== "linux" }, () => {
  const [loader, triplet] = [LOADERS[process.arch]!, TRIPLETS[process.arch]!];
  const root = temporaryFolder({ [`usr/lib/${triplet}/${NAME}`]: "1", [loader]: "2" });
  const [place] = findPlaces({ env: { PATH: "", HOME: root }, roots: [root] }).filter(({ library }) =>
    noSystem(library),
  );
  assert.equal(place?.library, join(root, "usr/lib", triplet, NAME));
  assert.deepEqual(place?.loader, [join(root, loader), "--library-path", join(root, "usr/lib", triplet)]);
});

test("a root without a loader is none, and a file is taken by its name", () => {
  const folder = temporaryFolder({ [`usr/lib/${NAME}`]: "1", "any-name": "2" });
  const env = { PATH: "", HOME: folder };
  assert.deepEqual(
    findPlaces({ env, roots: [folder] }).filter(({ library }) => noSystem(library)),
    [],
  );
  const named = findPlaces({ env: { ...env, SANDPIPER_WASMEDGE: join(folder, "any-name") } });
  assert.equal(named[0]?.library, join(folder, "any-name"));
});
