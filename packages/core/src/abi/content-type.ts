/**
 * Content types by the first bytes of a body, for functions that say nothing about theirs.
 * Source of the signatures: the WHATWG MIME Sniffing standard, sections 6.1 and 7.1.
 */
const SIGNATURES: readonly { readonly at?: number; readonly bytes: string; readonly type: string }[] = [
  { bytes: "\x89PNG\r\n\x1a\n", type: "image/png" },
  { bytes: "\xff\xd8\xff", type: "image/jpeg" },
  { bytes: "GIF87a", type: "image/gif" },
  { bytes: "GIF89a", type: "image/gif" },
  { at: 8, bytes: "WEBPVP", type: "image/webp" },
  { at: 4, bytes: "ftypavif", type: "image/avif" },
  { bytes: "BM", type: "image/bmp" },
  { bytes: "II*\0", type: "image/tiff" },
  { bytes: "MM\0*", type: "image/tiff" },
  { bytes: "%PDF-", type: "application/pdf" },
  { bytes: "PK\x03\x04", type: "application/zip" },
  { bytes: "\x1f\x8b\x08", type: "application/gzip" },
  { bytes: "\0asm", type: "application/wasm" },
];

/** Text formats, by what a body begins with after white space. Case does not matter. */
const TEXT_SIGNATURES: readonly { readonly prefix: string; readonly type: string }[] = [
  { prefix: "<!doctype html", type: "text/html; charset=utf-8" },
  { prefix: "<html", type: "text/html; charset=utf-8" },
  { prefix: "<svg", type: "image/svg+xml" },
  { prefix: "<?xml", type: "text/xml; charset=utf-8" },
];

/** Bodies of up to this many bytes are parsed to see whether they are JSON; longer ones only look at both ends. */
const JSON_PARSE_LIMIT = 64 * 1024;

/**
 * The content type of `body` by its content: a known image or archive, HTML, SVG, XML, JSON, other UTF-8 text, or
 * `application/octet-stream`. A body that begins like text but is not is never called text.
 */
export function sniffContentType(body: Uint8Array): string {
  for (const { at = 0, bytes, type } of SIGNATURES) {
    if (startsWith(body, bytes, at)) return type;
  }
  const text = decodeText(body);
  if (text === null) return "application/octet-stream";
  const start = text.slice(0, 256).trimStart().toLowerCase();
  for (const { prefix, type } of TEXT_SIGNATURES) {
    if (start.startsWith(prefix)) return type;
  }
  return looksLikeJson(text) ? "application/json" : "text/plain; charset=utf-8";
}

function startsWith(body: Uint8Array, bytes: string, at: number): boolean {
  if (body.length < at + bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) {
    if (body[at + i] !== bytes.charCodeAt(i)) return false;
  }
  return true;
}

/** The body as text, or null when it is not UTF-8 or has control characters that text does not have. */
function decodeText(body: Uint8Array): string | null {
  // The first bytes settle it for most binary bodies, before all of a large one is decoded.
  for (let i = 0; i < Math.min(body.length, 512); i++) {
    if (isBinaryByte(body[i]!)) return null;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** "Binary data byte" of the MIME Sniffing standard, section 3. */
function isBinaryByte(byte: number): boolean {
  return byte <= 0x08 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f);
}

function looksLikeJson(text: string): boolean {
  const trimmed = text.trim();
  const ends = `${trimmed[0] ?? ""}${trimmed.at(-1) ?? ""}`;
  if (ends !== "{}" && ends !== "[]") return false;
  if (trimmed.length > JSON_PARSE_LIMIT) return true;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}
