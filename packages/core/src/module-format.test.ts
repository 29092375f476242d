import assert from "node:assert/strict";
import { test } from "node:test";
import { isSandpiperError, type SandpiperError } from "./errors.ts";
import { checkModuleFormat } from "./module-format.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const latin1 = (value: string): Uint8Array => Uint8Array.from(value, (letter) => letter.charCodeAt(0));

function refusal(bytes: Uint8Array): SandpiperError {
  try {
    checkModuleFormat(bytes, "grey");
  } catch (error) {
    assert.ok(isSandpiperError(error));
    assert.equal(error.code, "E_MODULE_INVALID");
    assert.doesNotMatch(error.message, /\n/);
    assert.ok(error.hint);
    return error;
  }
  return assert.fail("it was taken for a module");
}

test("a core module's first eight bytes are enough", () => {
  checkModuleFormat(latin1("\0asm\x01\0\0\0"));
  checkModuleFormat(latin1("\0asm\x01\0\0\0garbage"));
});

test("a component is told from a core module", () => {
  const error = refusal(latin1("\0asm\x0d\0\x01\0\x07\x0a"));
  assert.match(error.message, /^grey is a WebAssembly component/);
  assert.match(error.hint!, /wasi-http.*wasm32-wasip1/);
});

test("what is no module is named by what it looks like", () => {
  const cases: [Uint8Array, RegExp, RegExp?][] = [
    [latin1(""), /^grey is empty$/],
    [latin1("\0as"), /begin with/],
    [latin1("\0asm\x01"), /cut short.*has 5/],
    [latin1("\0asm\x02\0\0\0"), /unknown version \(2\)/],
    [latin1("\x89PNG\r\n\x1a\n....."), /PNG picture/],
    [latin1("\xff\xd8\xff\xe0...."), /JPEG picture/],
    [latin1("GIF89a......"), /GIF picture/],
    [latin1("RIFF....WEBPVP8 "), /WebP picture/],
    [latin1("RIFF\x24\x08\0\0WAVEfmt "), /does not begin with/],
    [latin1("\x7fELF\x02\x01\x01"), /ELF/, /wasm32-wasip1/],
    [latin1("PK\x03\x04...."), /zip archive/, /Unpack/],
    [latin1("\x1f\x8b\x08...."), /gzip/, /gunzip/],
    [latin1("!<arch>\n"), /static library/],
    [text("(module)"), /WebAssembly text/, /wat2wasm/],
    [text("\n;; a (comment\n(; and ;) ( module $x)"), /WebAssembly text/, /wat2wasm/],
    [text('import { x } from "y";\n'), /JavaScript/],
    [text("#!/usr/bin/env node\nmain()"), /JavaScript/],
    [text('{"a": 1}'), /JSON/],
    [text("<!doctype html><p>"), /HTML/],
    [text("version https://git-lfs.github.com/spec/v1\n"), /Git LFS/, /git lfs pull/],
    [text("Grüße\n"), /looks like text/],
    [latin1("\x01\x02\x03\x04\x05\x06\x07\x08"), /does not begin with \\0asm/],
  ];
  for (const [bytes, message, hint] of cases) {
    const error = refusal(bytes);
    assert.match(error.message, message);
    if (hint) assert.match(error.hint!, hint);
  }
});

test("text made to confuse the reader is refused at once", () => {
  const started = Date.now();
  refusal(text("(;;)".repeat(100_000)));
  refusal(text(`${"(".repeat(100_000)}module`));
  assert.ok(Date.now() - started < 5000);
});
