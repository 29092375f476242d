import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { isDigest, toDigest } from "./blob.ts";
import type { Descriptor, Index, Manifest } from "./descriptor.ts";
import type { Image } from "./image.ts";
import { isIndex, MEDIA_TYPES } from "./media-types.ts";

/** The key of an image's name within a layout (image-spec, annotations.md). */
export const REF_NAME = "org.opencontainers.image.ref.name";

/** image-spec, image-layout.md. */
const LAYOUT_FILE = "oci-layout";
const LAYOUT = { imageLayoutVersion: "1.0.0" };
const INDEX_FILE = "index.json";

/** An image under its name, and what refers to it. */
export interface NamedImage {
  readonly name: string;
  readonly image: Image;
  readonly referrers: readonly Image[];
}

/** All files of an OCI layout that holds these images, by path. */
export function toLayout(images: readonly NamedImage[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([[LAYOUT_FILE, toJson(LAYOUT)]]);
  const manifests: Descriptor[] = [];
  for (const { name, image, referrers } of images) {
    manifests.push({ ...image.descriptor, annotations: { [REF_NAME]: name } });
    manifests.push(...referrers.map(({ descriptor }) => descriptor));
    for (const { blobs } of [image, ...referrers])
      for (const { descriptor, content } of blobs) files.set(toBlobPath(descriptor.digest), content);
  }
  return files.set(INDEX_FILE, toJson(toIndex(manifests)));
}

function toIndex(manifests: readonly Descriptor[]): Index {
  return { schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests };
}

function toJson(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Where a blob lies in a layout. */
export function toBlobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}

/** The files of a layout but for its blobs, of an image that lies in a registry. */
export function toLayoutIndex(manifests: readonly Descriptor[]): Map<string, Uint8Array> {
  return new Map([
    [LAYOUT_FILE, toJson(LAYOUT)],
    [INDEX_FILE, toJson(toIndex(manifests))],
  ]);
}

/** An image that lies in a layout. */
export interface LayoutImage {
  readonly name: string;
  readonly descriptor: Descriptor;
  /** What refers to it. */
  readonly referrers: readonly Descriptor[];
}

/**
 * The images that a layout holds.
 * @throws `E_NOT_FOUND` when the folder is no layout, `E_CONFIG` when it is broken
 */
export async function readLayout(folder: string): Promise<LayoutImage[]> {
  const images: Descriptor[] = [];
  const referrers = new Map<string, Descriptor[]>();
  for (const descriptor of await readIndex(folder)) {
    const { subject } = await readManifest(folder, descriptor);
    if (subject === undefined) images.push(descriptor);
    else referrers.set(subject.digest, [...(referrers.get(subject.digest) ?? []), descriptor]);
  }
  return images.map((descriptor) => ({
    name: descriptor.annotations?.[REF_NAME] ?? descriptor.digest,
    descriptor,
    referrers: referrers.get(descriptor.digest) ?? [],
  }));
}

async function readIndex(folder: string): Promise<readonly Descriptor[]> {
  try {
    JSON.parse(await readFile(join(folder, LAYOUT_FILE), "utf8"));
    const { manifests } = JSON.parse(await readFile(join(folder, INDEX_FILE), "utf8")) as Index;
    if (!isList(manifests)) throw new Error(`${INDEX_FILE} has no manifests`);
    return manifests;
  } catch (cause) {
    throw new SandpiperError("E_NOT_FOUND", `${folder} is no OCI image layout`, {
      hint: "Make one: sandpiper build --target oci",
      cause,
    });
  }
}

/** A manifest of a layout, or an index. */
export interface LayoutManifest {
  readonly content: Buffer;
  readonly subject: Descriptor | undefined;
  /** The manifests of an index; the layers and the config of a manifest. */
  readonly parts: readonly Descriptor[];
}

/** @throws `E_CONFIG` */
export async function readManifest(folder: string, { digest, mediaType }: Descriptor): Promise<LayoutManifest> {
  const content = await readBlob(folder, digest);
  try {
    const { subject, manifests, layers, config } = JSON.parse(String(content)) as Manifest & Index;
    const parts = isIndex(mediaType) ? manifests : [...layers, config];
    if (isList(parts)) return { content, subject, parts };
  } catch {
    // Told below.
  }
  throw brokenLayout(folder, `${digest} is no manifest`);
}

function isList(list: readonly unknown[]): boolean {
  return Array.isArray(list) && list.every((one) => typeof one === "object" && one !== null);
}

/**
 * A blob of a layout, whole and checked.
 * @throws `E_CONFIG`
 */
async function readBlob(folder: string, digest: string): Promise<Buffer> {
  if (!isDigest(digest)) throw brokenLayout(folder, `${JSON.stringify(digest)} is no digest`);
  let content: Buffer;
  try {
    content = await readFile(join(folder, toBlobPath(digest)));
  } catch (cause) {
    throw brokenLayout(folder, `${digest} is not there`, cause);
  }
  if (toDigest(content) !== digest) throw brokenLayout(folder, `${digest} has other content`);
  return content;
}

/**
 * A blob of a layout, checked, to be read as it is used.
 * @throws `E_CONFIG`
 */
export async function openBlob(folder: string, digest: string): Promise<Blob> {
  if (!isDigest(digest)) throw brokenLayout(folder, `${JSON.stringify(digest)} is no digest`);
  try {
    const blob = await openAsBlob(join(folder, toBlobPath(digest)));
    const hash = createHash("sha256");
    for await (const chunk of blob.stream()) hash.update(chunk);
    if (`sha256:${hash.digest("hex")}` === digest) return blob;
  } catch (cause) {
    throw brokenLayout(folder, `${digest} is not there`, cause);
  }
  throw brokenLayout(folder, `${digest} has other content`);
}

function brokenLayout(folder: string, what: string, cause?: unknown): SandpiperError {
  return new SandpiperError("E_CONFIG", `the layout ${folder} is broken: ${what}`, { hint: "Make it again.", cause });
}
