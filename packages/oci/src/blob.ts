import { createHash } from "node:crypto";
import type { Descriptor } from "./descriptor.ts";

/** Content that is addressed by its digest. */
export interface Blob {
  readonly descriptor: Descriptor;
  readonly content: Uint8Array;
}

export function createBlob(mediaType: string, content: Uint8Array): Blob {
  return { descriptor: { mediaType, digest: toDigest(content), size: content.length }, content };
}

/** JSON without spaces: the same value gives the same digest. */
export function createJsonBlob(mediaType: string, value: object): Blob {
  return createBlob(mediaType, Buffer.from(JSON.stringify(value)));
}

export function toDigest(content: Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** Whether it is a digest as we make them; others (`sha512:`) are taken by no registry known to us. */
export function isDigest(text: string): boolean {
  return /^sha256:[a-f0-9]{64}$/.test(text);
}
