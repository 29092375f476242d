import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { createBlob } from "./blob.ts";
import { readLayout, toBlobPath } from "./layout.ts";
import { MEDIA_TYPES } from "./media-types.ts";

/** A layout with one manifest of this content. */
function makeLayout(context: TestContext, mediaType: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sandpiper-layout-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const { descriptor } = createBlob(mediaType, Buffer.from(content));
  const path = join(folder, toBlobPath(descriptor.digest));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  writeFileSync(join(folder, "oci-layout"), "{}");
  writeFileSync(join(folder, "index.json"), JSON.stringify({ manifests: [descriptor] }));
  return folder;
}

test("a folder without what makes it one is no layout", async (context) => {
  const folder = makeLayout(context, MEDIA_TYPES.manifest, "{}");
  for (const index of ["", "null", "{}", '{"manifests":1}', '{"manifests":[null]}']) {
    writeFileSync(join(folder, "index.json"), index);
    await assert.rejects(readLayout(folder), { code: "E_NOT_FOUND", message: /is no OCI image layout/ }, index);
  }
});

test("a layout whose manifest is none is broken", async (context) => {
  for (const content of ["", "null", "{}", '{"layers":[]}', '{"layers":1,"config":{}}', '{"manifests":[1]}']) {
    for (const mediaType of [MEDIA_TYPES.manifest, MEDIA_TYPES.index]) {
      const folder = makeLayout(context, mediaType, content);
      await assert.rejects(readLayout(folder), { code: "E_CONFIG", message: /is no manifest$/ }, content);
    }
  }
});
