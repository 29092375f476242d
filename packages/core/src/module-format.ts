import { SandpiperError } from "./errors.ts";

/** `\0asm`, then the version and the layer: core specification, binary format, modules; component model, binary format. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE = [0x01, 0x00, 0x00, 0x00];
const COMPONENT_LAYER = [0x01, 0x00];

interface Format {
  /** The bytes it begins with, or a test of them. */
  readonly begins: readonly number[] | ((bytes: Uint8Array) => boolean);
  /** Ends the sentence "f ...". */
  readonly is: string;
  readonly hint?: string;
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const looksLike = (what: string): string => `is not WebAssembly: it looks like ${what}`;

/** What people hand over instead of a module, by the first bytes; the first that fits speaks. */
const FORMATS: readonly Format[] = [
  { begins: [0x89, ...ascii("PNG")], is: looksLike("a PNG picture") },
  { begins: [0xff, 0xd8, 0xff], is: looksLike("a JPEG picture") },
  { begins: ascii("GIF8"), is: looksLike("a GIF picture") },
  {
    begins: (bytes) => startsWith(bytes, ascii("RIFF")) && startsWith(bytes, ascii("WEBP"), 8),
    is: looksLike("a WebP picture"),
  },
  { begins: ascii("%PDF"), is: looksLike("a PDF document") },
  {
    begins: [0x7f, ...ascii("ELF")],
    is: looksLike("a native Linux program or a library ahead-of-time compiled (ELF)"),
    hint: "Build it for wasm32-wasip1, or pass the .wasm file it was compiled from.",
  },
  {
    begins: [0xcf, 0xfa, 0xed, 0xfe],
    is: looksLike("a native macOS program"),
    hint: "Build it for wasm32-wasip1 (Rust: cargo build --release --target wasm32-wasip1).",
  },
  { begins: ascii("MZ"), is: looksLike("a native Windows program"), hint: "Build it for wasm32-wasip1." },
  { begins: ascii("PK\x03\x04"), is: looksLike("a zip archive"), hint: "Unpack it and pass the .wasm file inside." },
  { begins: [0x1f, 0x8b], is: looksLike("a gzip file"), hint: "Unpack it with gunzip first." },
  { begins: [0x28, 0xb5, 0x2f, 0xfd], is: looksLike("a zstd file"), hint: "Unpack it with unzstd first." },
  { begins: ascii("!<arch>"), is: looksLike("a static library (ar)"), hint: "Link it into a .wasm command first." },
  { begins: ascii("BC\xc0\xde"), is: looksLike("LLVM bitcode"), hint: "Link it into a .wasm command first." },
  {
    begins: (bytes) => /^\s*\(\s*(module|component|func)\b/.test(withoutWatComments(head(bytes))),
    is: "is WebAssembly text, not binary",
    hint: "Compile it first: wat2wasm FILE.wat -o FILE.wasm.",
  },
  {
    begins: (bytes) => startsWith(bytes, ascii("version https://git-lfs")),
    is: looksLike("a Git LFS pointer"),
    hint: "Fetch the file itself: git lfs pull.",
  },
  { begins: (bytes) => /^\s*<(!doctype|html)/i.test(head(bytes)), is: looksLike("an HTML page") },
  { begins: (bytes) => /^\s*[{[]/.test(head(bytes)) && isText(bytes), is: looksLike("JSON or text") },
  {
    begins: (bytes) =>
      /^(#!.*node|["']use strict|import\b|export\b|const\b|let\b|var\b|function\b|\/\/|\/\*)/.test(head(bytes)) &&
      isText(bytes),
    is: looksLike("JavaScript or TypeScript"),
    hint: "A function is a .wasm command; sandpiper build makes one from a Rust crate.",
  },
  { begins: (bytes) => isText(bytes), is: looksLike("text") },
];

const PASS_A_MODULE = "Pass a core WebAssembly module, such as cargo build --release --target wasm32-wasip1 makes.";

/**
 * Whether `bytes` begin as a core WebAssembly module does; says what they are instead. What follows is not looked at.
 * @param name what the message calls the file
 * @throws `E_MODULE_INVALID`
 */
export function checkModuleFormat(bytes: Uint8Array, name = "module"): void {
  if (startsWith(bytes, MAGIC)) {
    if (startsWith(bytes, CORE, 4)) return;
    throw notCore(bytes, name);
  }
  if (bytes.length === 0) throw refuse(name, "is empty", PASS_A_MODULE);
  const format = FORMATS.find(({ begins }) =>
    typeof begins === "function" ? begins(bytes) : startsWith(bytes, begins),
  );
  throw refuse(name, format?.is ?? "is not WebAssembly: it does not begin with \\0asm", format?.hint ?? PASS_A_MODULE);
}

function notCore(bytes: Uint8Array, name: string): SandpiperError {
  if (bytes.length < 8)
    return refuse(name, `is cut short: a module has at least 8 bytes, it has ${bytes.length}`, PASS_A_MODULE);
  const version = bytes[4]! | (bytes[5]! << 8);
  if (startsWith(bytes, COMPONENT_LAYER, 6)) {
    return refuse(
      name,
      "is a WebAssembly component, and a core module is wanted",
      "Components need the wasi-http ABI, which is not here yet; build for wasm32-wasip1 to get a core module.",
    );
  }
  return refuse(name, `is WebAssembly of an unknown version (${version})`, PASS_A_MODULE);
}

function refuse(name: string, is: string, hint: string): SandpiperError {
  return new SandpiperError("E_MODULE_INVALID", `${name} ${is}`, { hint });
}

function startsWith(bytes: Uint8Array, start: readonly number[], at = 0): boolean {
  return start.every((byte, index) => bytes[at + index] === byte);
}

function head(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 512));
}

function withoutWatComments(text: string): string {
  return text.replace(/;;[^\n]*|\(;[\s\S]*?;\)/g, "");
}

/** UTF-8 (a character may be cut at the end) without control characters other than white space. */
function isText(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 512), { stream: true });
  return !/[\p{Cc}\ufffd]/u.test(text.replace(/\s/g, ""));
}
