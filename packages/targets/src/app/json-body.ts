/** Headers of the connection to a gateway, which are the gateway's own, and speak of a body that has since been through JSON. */
export const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "transfer-encoding",
]);

/** Content types whose body goes as text; everything else is Base64, of which some gateways have to be told. */
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml|x-www-form-urlencoded)\b|[^;]+\+(?:json|xml)\b)/;

/** A body as gateways hand it on in JSON. */
export interface JsonBody {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** @param isHead whether it answers a HEAD request, whose answer has no body */
export async function toJsonBody(response: Response, isHead: boolean): Promise<JsonBody> {
  const bytes = isHead ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
  const text = isText(response.headers) ? toText(bytes) : null;
  return { body: text ?? bytes.toString("base64"), isBase64Encoded: text === null };
}

export function fromJsonBody(body: string, isBase64Encoded: boolean): Buffer<ArrayBuffer> {
  return Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
}

/** Headers hold bytes, one a character; in JSON they were read as UTF-8. */
export function toHeaderBytes(value: string): string {
  return /[^\0-\xff]/.test(value) ? Buffer.from(value).toString("latin1") : value;
}

/**
 * Encodes what has to be, and leaves what a query may hold as it is (RFC 3986, section 3.4), as most callers write it. A semicolon would
 * split a parameter at a gateway, so that one which arrives was encoded.
 */
export function encodeForQuery(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(?:2F|3F|3A|40|2C|24)/g, decodeURIComponent);
}

function isText(headers: Headers): boolean {
  return !headers.has("content-encoding") && TEXT.test((headers.get("content-type") ?? "").toLowerCase());
}

/** Null where it would not come out byte for byte. */
function toText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
