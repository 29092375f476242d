import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SandpiperError } from "@sandpiper/core";
import { isDigest } from "../blob.ts";
import type { Descriptor, Index, Manifest } from "../descriptor.ts";
import { REF_NAME, toBlobPath, toLayoutIndex } from "../layout.ts";
import { isIndex } from "../media-types.ts";
import type { TransferEvent } from "./push-image.ts";
import type { RegistryClient } from "./registry-client.ts";

export interface PullOptions {
  /** An empty folder, which becomes a layout. */
  readonly folder: string;
  /** A tag or a digest. */
  readonly tag: string;
  /** What the image is called in the layout. */
  readonly name: string;
  readonly onTransfer?: ((event: TransferEvent) => void) | undefined;
}

/** An index of indexes is allowed, and none is known that goes deeper. */
const MAX_DEPTH = 4;

interface PulledManifest {
  readonly descriptor: Descriptor;
  readonly manifest: Partial<Manifest & Index>;
}

/**
 * Fetches an image with all its platforms, and what refers to it, into a layout. Every blob is compared with its digest as it comes.
 * @throws `E_REGISTRY` when one is not what it should be, and what the registry's client throws
 */
export async function pullImage(client: RegistryClient, options: PullOptions): Promise<Descriptor> {
  const { folder, tag, name } = options;
  const { descriptor: image } = await pullManifest(client, tag, options);
  const referrers: Descriptor[] = [];
  for (const { digest } of checkList(await client.listReferrers(image.digest), "the list of referrers")) {
    checkDigest(digest);
    const { descriptor, manifest } = await pullManifest(client, digest, options);
    // The list is only the registry's word: what it says of a referrer, its name too, is not taken over.
    if (manifest.subject?.digest !== image.digest) throw tampered(digest, `it does not refer to ${image.digest}`);
    const { artifactType } = manifest;
    referrers.push({ ...descriptor, ...(artifactType === undefined ? {} : { artifactType }) });
  }
  const named = { ...image, annotations: { [REF_NAME]: name } };
  for (const [path, content] of toLayoutIndex([named, ...referrers])) await writeFile(join(folder, path), content);
  return image;
}

async function pullManifest(
  client: RegistryClient,
  tag: string,
  options: PullOptions,
  depth = 0,
): Promise<PulledManifest> {
  const { descriptor, content } = await client.getManifest(tag);
  const { digest } = descriptor;
  const manifest = JSON.parse(Buffer.from(content).toString()) as Partial<Manifest & Index>;
  if (isIndex(descriptor.mediaType)) {
    if (depth === MAX_DEPTH) throw tampered(digest, "indexes lie in it too deep");
    for (const child of checkList(manifest.manifests, digest)) {
      checkDigest(child.digest);
      await pullManifest(client, child.digest, options, depth + 1);
    }
  } else {
    const blobs = checkList([manifest.config, ...checkList(manifest.layers, digest)], digest);
    for (const blob of blobs) await pullBlob(client, blob, options);
  }
  const path = join(options.folder, toBlobPath(digest));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return { descriptor, manifest };
}

async function pullBlob(client: RegistryClient, descriptor: Descriptor, options: PullOptions): Promise<void> {
  const { digest, size } = descriptor;
  checkDigest(digest);
  if (!Number.isSafeInteger(size) || size < 0) throw tampered(digest, "its size is none");
  const path = join(options.folder, toBlobPath(digest));
  if (existsSync(path)) return; // checked when another platform brought it
  await mkdir(dirname(path), { recursive: true });
  options.onTransfer?.({ descriptor, kind: "start" });
  const hash = createHash("sha256");
  let bytes = 0;
  const check = new Transform({
    transform(chunk: Uint8Array, _encoding, next) {
      hash.update(chunk);
      bytes += chunk.length;
      next(bytes > size ? tampered(digest, `more than ${size} bytes come`) : null, chunk);
    },
  });
  try {
    await pipeline(await client.getBlob(digest), check, createWriteStream(path));
    const found = `sha256:${hash.digest("hex")}`;
    if (found !== digest) throw tampered(digest, `what came is ${found}`);
    if (bytes !== size) throw tampered(digest, `${bytes} bytes came, and not ${size}`);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  options.onTransfer?.({ descriptor, kind: "done" });
}

/** That it holds descriptors, and nothing else. */
function checkList(list: readonly unknown[] | undefined, of: string): readonly Descriptor[] {
  if (Array.isArray(list) && list.every((one) => typeof one === "object" && one !== null)) return list;
  throw tampered(of, "it is no manifest of an image");
}

/** It becomes part of a path and of an address. */
function checkDigest(digest: string): void {
  if (!isDigest(digest)) throw tampered(JSON.stringify(digest), "it is no digest");
}

function tampered(digest: string, what: string): SandpiperError {
  return new SandpiperError("E_REGISTRY", `the registry's ${digest} is something else: ${what}`, {
    hint: "It was damaged or changed on the way, or there: try again, and do not use it otherwise.",
  });
}
