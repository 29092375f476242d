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

/**
 * Fetches an image with all its platforms, and what refers to it, into a layout. Every blob is compared with its digest as it comes.
 * @throws `E_REGISTRY` when one is not what it should be, and what the registry's client throws
 */
export async function pullImage(client: RegistryClient, options: PullOptions): Promise<Descriptor> {
  const { folder, tag, name } = options;
  const image = await pullManifest(client, tag, options);
  const referrers: Descriptor[] = [];
  for (const referrer of await client.listReferrers(image.digest)) {
    checkDigest(referrer.digest);
    await pullManifest(client, referrer.digest, options);
    referrers.push(referrer);
  }
  const named = { ...image, annotations: { [REF_NAME]: name } };
  for (const [path, content] of toLayoutIndex([named, ...referrers])) await writeFile(join(folder, path), content);
  return image;
}

async function pullManifest(client: RegistryClient, tag: string, options: PullOptions): Promise<Descriptor> {
  const { descriptor, content } = await client.getManifest(tag);
  const manifest = JSON.parse(Buffer.from(content).toString()) as Manifest & Index;
  if (isIndex(descriptor.mediaType)) {
    for (const { digest } of manifest.manifests) {
      checkDigest(digest);
      await pullManifest(client, digest, options);
    }
  } else {
    for (const blob of [manifest.config, ...manifest.layers]) await pullBlob(client, blob, options);
  }
  const path = join(options.folder, toBlobPath(descriptor.digest));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return descriptor;
}

async function pullBlob(client: RegistryClient, descriptor: Descriptor, options: PullOptions): Promise<void> {
  const { digest, size } = descriptor;
  checkDigest(digest);
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
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  options.onTransfer?.({ descriptor, kind: "done" });
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
