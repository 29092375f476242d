import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { test } from "node:test";
import { isSandpiperError } from "@sandpiper/core";
import { IMAGE_CODEC_WASM } from "../../packages/nn/src/image/image-codec-wasm.ts";
import { type BuiltCodec, buildImageCodec, CODEC_RECORD } from "../../scripts/build-image-codec.ts";

const record = JSON.parse(await readFile(CODEC_RECORD, "utf8")) as BuiltCodec;

test("the embedded image codec is the one of the record", () => {
  const module = Buffer.from(IMAGE_CODEC_WASM, "base64");
  assert.deepEqual(
    { bytes: module.length, sha256: createHash("sha256").update(module).digest("hex") },
    { bytes: record.bytes, sha256: record.sha256 },
  );
});

test("crates/image-codec builds to the embedded bytes", async (t) => {
  setPriority(constants.priority.PRIORITY_LOW);
  let built: BuiltCodec;
  try {
    built = (await buildImageCodec()).record;
  } catch (error) {
    if (!isSandpiperError(error) || error.code !== "E_ENGINE_UNAVAILABLE") throw error;
    return t.skip(error.message);
  }
  if (built.rustc !== record.rustc || built.clang !== record.clang) {
    return t.skip(
      `it was built with ${record.rustc} and ${record.clang}; this machine has ${built.rustc} and ${built.clang}`,
    );
  }
  assert.equal(built.sha256, record.sha256, "the source has changed: node scripts/build-image-codec.ts");
});
