import { SandpiperError } from "../errors.ts";

/** More than any real program's headers; a guard against a body that never was preceded by any. */
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_HEADERS = 256;

const LF = 0x0a;
const CR = 0x0d;

/** One of these must be there (RFC 3875, section 6.2); WAGI takes `Status` alone for enough, and so do we. */
const SUFFICIENT = ["content-type", "location", "status"];

/** Headers that are the server's to write: they speak of the connection, or of a length that we know better. */
const SERVERS_OWN = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-authenticate",
  "status",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Statuses that a `Response` must not have a body with. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * The response a CGI program wrote (RFC 3875, section 6): header lines ended by LF or CRLF, an empty line, the body.
 * `Status: 404 Not Found` sets the status; `Location` without a status makes it 302.
 * @throws `E_GUEST_OUTPUT`
 */
export function toCgiResponse(output: Uint8Array): Response {
  const { lines, bodyStart } = splitHead(output);
  const headers = new Headers();
  const seen = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon <= 0) throw refuse(`the header line ${quote(line)} has no "name: value"`);
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    seen.set(name, value);
    if (SERVERS_OWN.has(name)) continue;
    try {
      headers.append(name, value);
    } catch {
      throw refuse(`${quote(line)} is no valid header`);
    }
  }
  if (!SUFFICIENT.some((name) => seen.has(name))) throw refuse("it has no Content-Type, Location or Status");
  const status = toStatus(seen);
  const body = WITHOUT_BODY.has(status) ? null : (output.subarray(bodyStart) as Uint8Array<ArrayBuffer>);
  return new Response(body, { status, headers });
}

function splitHead(output: Uint8Array): { lines: string[]; bodyStart: number } {
  const lines: string[] = [];
  const limit = Math.min(output.length, MAX_HEADER_BYTES);
  const decoder = new TextDecoder("latin1");
  for (let start = 0; start < limit; ) {
    const end = output.indexOf(LF, start);
    if (end === -1 || end >= limit) break;
    const text = output.subarray(start, end > start && output[end - 1] === CR ? end - 1 : end);
    start = end + 1;
    if (text.length === 0) return { lines, bodyStart: start };
    if (lines.length === MAX_HEADERS) throw refuse(`it has more than ${MAX_HEADERS} headers`);
    lines.push(decoder.decode(text));
  }
  throw refuse(output.length === 0 ? "it is empty" : "no empty line ends its headers within the first 64 KiB");
}

function toStatus(seen: ReadonlyMap<string, string>): number {
  const text = seen.get("status");
  if (text === undefined) return seen.has("location") ? 302 : 200;
  const status = /^\d{3}(?= |$)/.test(text) ? Number(text.slice(0, 3)) : 0;
  // 1xx would leave the caller waiting for the real answer.
  if (status < 200 || status > 599) throw refuse(`"Status: ${text.slice(0, 40)}" is not a status from 200 to 599`);
  return status;
}

function refuse(why: string): SandpiperError {
  return new SandpiperError("E_GUEST_OUTPUT", `The function's output is no CGI response: ${why}`, {
    hint: 'Print headers such as "Content-Type: text/plain", an empty line, then the body; or set abi: "stdio".',
  });
}

function quote(line: string): string {
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}...` : line);
}
