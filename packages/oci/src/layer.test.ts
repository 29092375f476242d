import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import { toDigest } from "./blob.ts";
import { createLayer, type LayerEntry } from "./layer.ts";

const ENTRIES = new Map<string, LayerEntry>([
  ["/usr/bin/run", { content: "#!\n", mode: 0o755 }],
  ["/lib", { link: "usr/lib" }],
  ["/tmp", { folder: true, mode: 0o1777 }],
  [`/${"long-".repeat(60)}/größe.txt`, { content: new Uint8Array([0, 255]) }],
]);

test("the same files give the same bytes, in whatever order they come", async () => {
  const first = await createLayer("a", ENTRIES);
  const second = await createLayer("b", new Map([...ENTRIES].reverse()));
  assert.equal(second.descriptor.digest, first.descriptor.digest);
  assert.equal(first.diffId, toDigest(gunzipSync(first.content)));
  assert.equal(first.descriptor.size, first.content.length);
});

test("files belong to root, tell no time, and lie in folders that are there before them", async () => {
  const layer = await createLayer("a", ENTRIES);
  const entries = await unpackTar(gunzipSync(layer.content));
  const names = entries.map(({ header }) => header.name.replace(/\/$/, ""));
  assert.deepEqual(names, [...names].sort());
  assert.ok(names.indexOf("usr/bin") < names.indexOf("usr/bin/run"));
  for (const { header } of entries) {
    assert.deepEqual([header.uid, header.gid, header.mtime?.getTime()], [0, 0, 0], header.name);
  }
  const of = (name: string) => entries.find(({ header }) => header.name.replace(/\/$/, "") === name)!;
  assert.equal(of("usr/bin/run").header.mode, 0o755);
  assert.equal(of("tmp").header.mode, 0o1777);
  assert.equal(of("lib").header.linkname, "usr/lib");
  assert.deepEqual(of(`${"long-".repeat(60)}/größe.txt`).data, new Uint8Array([0, 255]));
});
