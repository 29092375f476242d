import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createJsonBlob, toDigest } from "../blob.ts";
import { MEDIA_TYPES } from "../media-types.ts";
import { pushImage } from "./push-image.ts";
import type { RegistryClient } from "./registry-client.ts";

test("a layout has nothing sent but its blobs, as their digests say", async (context) => {
  const root = mkdtempSync(join(tmpdir(), "sandpiper-push-"));
  context.after(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "secret"), "secret");
  const folder = join(root, "layout");
  mkdirSync(join(folder, "blobs/sha256"), { recursive: true });
  const changed = toDigest(Buffer.from("another"));
  symlinkSync(join(root, "secret"), join(folder, "blobs", changed.replace(":", "/")));
  const done: string[] = [];
  const tell = (what: string) => async () => {
    done.push(what);
    return what === "put";
  };
  const client = { hasBlob: tell("has"), putBlob: tell("put"), putManifest: tell("manifest") };
  for (const [digest, message] of [
    ["../../secret", /is no digest/],
    ["sha256:../../../secret", /is no digest/],
    [changed, /has other content/],
    [toDigest(Buffer.from("missing")), /is not there/],
  ] as const) {
    const layer = { mediaType: MEDIA_TYPES.layer, digest, size: 6 };
    const manifest = createJsonBlob(MEDIA_TYPES.manifest, { config: layer, layers: [layer] });
    const path = join(folder, "blobs", manifest.descriptor.digest.replace(":", "/"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, manifest.content);
    const image = { name: "a", descriptor: manifest.descriptor, referrers: [] };
    const pushed = pushImage(client as unknown as RegistryClient, { folder, image, tag: "1" });
    await assert.rejects(pushed, { code: "E_CONFIG", message });
  }
  assert.deepEqual(done, []);
});
