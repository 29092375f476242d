import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { decodeImage, type ImageRequest, type ImageResult } from "./image-codec.ts";

/** What the reference makes of a picture: made by `tools/image-reference/make_fixture.py`. */
interface ReferencePicture extends Pick<ImageRequest, "format"> {
  readonly name: string;
  readonly base64?: string;
  /** Below `../shared/data`, where the picture is not here. */
  readonly shared?: string;
  readonly expected: readonly (Pick<ImageRequest, "width" | "height" | "type"> & { readonly sha256: string })[];
}

const REFERENCE_PICTURES: readonly ReferencePicture[] = JSON.parse(
  readFileSync(new URL("reference.fixture.json", import.meta.url), "utf8"),
);

const SHARED = new URL("../../../../../shared/data/", import.meta.url);

function decode(request: Partial<ImageRequest> & Pick<ImageRequest, "bytes" | "format">): ImageResult {
  return decodeImage({ width: 4, height: 4, type: "RGB8", maxBytes: 1 << 28, ...request });
}

function pixelsOf(result: ImageResult): Uint8Array {
  assert.ok("pixels" in result, "failure" in result ? result.message : "");
  return result.pixels;
}

function pictureNamed(name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(REFERENCE_PICTURES.find((picture) => picture.name === name)!.base64!, "base64"));
}

for (const { name, format, base64, shared, expected } of REFERENCE_PICTURES) {
  test(`the reference's pixels: ${name}`, (t) => {
    const path = shared === undefined ? null : fileURLToPath(new URL(shared, SHARED));
    if (path !== null && !existsSync(path)) return t.skip(`${path} is not here`);
    const bytes = path === null ? Buffer.from(base64!, "base64") : readFileSync(path);
    for (const { width, height, type, sha256 } of expected) {
      const pixels = pixelsOf(decode({ format, bytes, width, height, type }));
      assert.equal(createHash("sha256").update(pixels).digest("hex"), sha256, `${width}x${height} ${type}`);
    }
  });
}

test("an interlaced picture is a whole picture", () => {
  // Eight by eight, the grey of each pixel four times its number. The reference keeps one row for all passes and gets these wrong.
  const bytes = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAAGWY9HBAAAAWklEQVR42gFPALD/AAAAEACAkAAIGACImABASFBYAMDI0NgABAwUHABETFRcAISMlJwAxMzU3AAgJCgsMDQ4PABgZGhscHR4fACgpKissLS4vADg5Ojs8PT4/LjMH4FRdoWWAAAAAElFTkSuQmCC",
    "base64",
  );
  const pixels = pixelsOf(decode({ format: "png", bytes, width: 8, height: 8 }));
  assert.deepEqual(
    [...pixels],
    Array.from({ length: 8 * 8 * 3 }, (_, at) => Math.floor(at / 3) * 4),
  );
});

test("each type has its size", () => {
  const bytes = pictureNamed("png, rgb");
  const sizes = (["RGB8", "BGR8", "RGB32F", "BGR32F"] as const).map(
    (type) => pixelsOf(decode({ format: "png", bytes, width: 5, height: 3, type })).length,
  );
  assert.deepEqual(sizes, [45, 45, 180, 180]);
  assert.equal(pixelsOf(decode({ format: "png", bytes, width: 0, height: 3 })).length, 0);
});

test("what is no picture, or another format's, is refused with words", () => {
  const png = pictureNamed("png, rgb");
  const jpeg = pictureNamed("jpeg, progressive");
  for (const [format, bytes] of [
    ["jpeg", png],
    ["png", jpeg],
    ["jpeg", new Uint8Array()],
    ["png", new Uint8Array()],
    ["jpeg", new Uint8Array(1000)],
    ["png", png.subarray(0, png.length - 30)],
    ["png", png.with(60, png[60]! ^ 0xff)],
    ["jpeg", jpeg.subarray(0, 30)],
  ] as const) {
    const result = decode({ format, bytes });
    assert.ok("failure" in result && result.failure === "broken" && result.message.length > 5, JSON.stringify(result));
  }
});

test("a JPEG that ends early is had as far as it goes, with a warning", () => {
  const jpeg = pictureNamed("jpeg, subsampling 4:2:0");
  const result = decode({ format: "jpeg", bytes: jpeg.subarray(0, jpeg.length - 200) });
  assert.ok("pixels" in result);
  assert.match(result.warning, /premature end/);
});

test("a picture that is larger than allowed is refused before it is decoded", () => {
  const bytes = pictureNamed("png, rgb");
  const jpeg = pictureNamed("jpeg, subsampling 4:4:4");
  assert.equal(failureOf(decode({ format: "png", bytes, maxBytes: 3000 })), "too-large");
  assert.equal(failureOf(decode({ format: "jpeg", bytes: jpeg, maxBytes: 2000 })), "too-large");
  assert.equal(failureOf(decode({ format: "png", bytes, width: 1000, height: 1000, maxBytes: 1 << 20 })), "too-large");
  // A header that promises 60,000 x 60,000 pixels in a few bytes.
  const bomb = bytes.slice();
  new DataView(bomb.buffer).setUint32(16, 60_000);
  new DataView(bomb.buffer).setUint32(20, 60_000);
  new DataView(bomb.buffer).setUint32(29, crc32(bomb.subarray(12, 29)));
  assert.equal(failureOf(decode({ format: "png", bytes: bomb, maxBytes: 2 ** 40 })), "too-large");
  const tall = jpeg.slice();
  const frame = tall.findIndex((byte, at) => byte === 0xff && tall[at + 1] === 0xc0);
  tall.set([0xea, 0x60, 0xea, 0x60], frame + 5);
  assert.equal(failureOf(decode({ format: "jpeg", bytes: tall, maxBytes: 2 ** 40 })), "too-large");
});

test("the bytes may lie in shared memory", () => {
  const png = pictureNamed("png, rgb");
  const shared = new Uint8Array(new SharedArrayBuffer(png.length));
  shared.set(png);
  assert.deepEqual(decode({ format: "png", bytes: shared }), decode({ format: "png", bytes: png }));
});

test("no mutation of a picture brings it down", () => {
  for (const name of ["jpeg, progressive", "jpeg, subsampling 4:2:0", "png, palette with opacities"]) {
    const bytes = pictureNamed(name);
    for (let at = 0; at < bytes.length; at += 5) {
      const result = decode({
        format: name.startsWith("png") ? "png" : "jpeg",
        bytes: bytes.with(at, bytes[at]! ^ 0x5a),
      });
      assert.ok("pixels" in result || result.message.length > 0, `${name} ${at}`);
    }
  }
});

function failureOf(result: ImageResult): string {
  return "failure" in result ? result.failure : "none";
}
