import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import type { Files } from "@sandpiper/targets";

const deflate = promisify(deflateRaw);

/** Of a zip, per file: a local header of 30 bytes and a central one of 46, each with the path behind it (APPNOTE 4.3.7, 4.3.12). */
const HEADER_BYTES = 30 + 46;
/** The record at its end (APPNOTE 4.3.16). */
const END_BYTES = 22;

/** What files weigh as a zip, in bytes: what the clouds' own tools make of them, give or take a thousandth. */
export async function packedSize(files: Files): Promise<number> {
  let bytes = END_BYTES;
  for (const [path, content] of files) {
    const deflated = await deflate(content);
    bytes += HEADER_BYTES + 2 * Buffer.byteLength(path) + Math.min(deflated.length, Buffer.byteLength(content));
  }
  return bytes;
}
