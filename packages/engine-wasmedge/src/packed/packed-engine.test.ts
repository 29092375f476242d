import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createPackedEngine } from "./packed-engine.ts";

test("an artifact whose loader lost its mode on the way says so at once", () => {
  const folder = mkdtempSync(join(tmpdir(), "sandpiper-packed-"));
  try {
    writeFileSync(join(folder, "ld.so"), "", { mode: 0o644 });
    const wasmedge = { version: "0.14.1", library: "libwasmedge.so.0", loader: "ld.so" };
    assert.throws(() => createPackedEngine({ folder: pathToFileURL(`${folder}/`), wasmedge }), {
      code: "E_CONFIG",
      message: /ld\.so cannot be started/,
      hint: /chmod/,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
