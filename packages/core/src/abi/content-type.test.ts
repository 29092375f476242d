import assert from "node:assert/strict";
import { test } from "node:test";
import { sniffContentType } from "./content-type.ts";

const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

const CASES: readonly [string, Uint8Array, string][] = [
  ["PNG", latin1("\x89PNG\r\n\x1a\n...."), "image/png"],
  ["JPEG", latin1("\xff\xd8\xff\xe0"), "image/jpeg"],
  ["GIF", latin1("GIF89a...."), "image/gif"],
  ["WebP", latin1("RIFF\x10\0\0\0WEBPVP8 "), "image/webp"],
  ["WAV is no WebP", latin1("RIFF\x10\0\0\0WAVEfmt "), "application/octet-stream"],
  ["HTML", latin1("\n <!DOCTYPE html><p>"), "text/html; charset=utf-8"],
  ["SVG", latin1("<svg xmlns=..."), "image/svg+xml"],
  ["a JSON object", latin1('{"a": [1]}\n'), "application/json"],
  ["braces that are no JSON", latin1("{hello}"), "text/plain; charset=utf-8"],
  ["UTF-8 text", new TextEncoder().encode("grüße, 世界\n"), "text/plain; charset=utf-8"],
  ["Latin-1 text is not called UTF-8", latin1("gr\xfc\xdfe"), "application/octet-stream"],
  ["text with a NUL", latin1("a\0b"), "application/octet-stream"],
  ["nothing", new Uint8Array(0), "text/plain; charset=utf-8"],
];
for (const [name, body, type] of CASES) {
  test(`${name}: ${type}`, () => assert.equal(sniffContentType(body), type));
}
