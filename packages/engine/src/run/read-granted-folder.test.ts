import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DEFAULT_LIMITS } from "@sandpiper/core";
import { createHostDirectory } from "@sandpiper/wasi/node";
import { readGrantedFolder } from "./read-granted-folder.ts";

const host = mkdtempSync(join(tmpdir(), "sandpiper-folder-"));
mkdirSync(join(host, "model/variables"), { recursive: true });
writeFileSync(join(host, "model/saved_model.pb"), "graph");
writeFileSync(join(host, "model/variables/variables.index"), "index");
symlinkSync("/etc/hostname", join(host, "model/link"));
after(() => rmSync(host, { recursive: true }));

const grants = [
  { guest: "/", files: { "a/b": new Uint8Array([1]) } },
  { guest: "/data", host },
];
const read = (path: string, limits = DEFAULT_LIMITS) =>
  Object.fromEntries(
    [...readGrantedFolder(path, grants, limits, createHostDirectory)].map(([name, bytes]) => [
      name,
      Buffer.from(bytes).toString(),
    ]),
  );

test("a folder of the host, with what lies below it and without links", () => {
  const model = { "saved_model.pb": "graph", "variables/variables.index": "index" };
  for (const path of ["/data/model", "data/model/", "./data/x/../model"]) assert.deepEqual(read(path), model);
});

test("a folder in memory", () => {
  assert.deepEqual(read("/a"), { b: "\u0001" });
});

test("what is not there, is no folder, or is too large", () => {
  for (const path of ["/data/none", "/data/model/saved_model.pb", "/data/model/link", "/data/../../etc"]) {
    assert.throws(() => read(path), { kind: "not-found" });
  }
  assert.throws(() => read("/data", { ...DEFAULT_LIMITS, memoryBytes: 4 }), { kind: "too-large" });
  assert.throws(() => readGrantedFolder("/x", [], DEFAULT_LIMITS, null), { kind: "not-found" });
});
