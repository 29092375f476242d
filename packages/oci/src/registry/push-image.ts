import { createJsonBlob } from "../blob.ts";
import type { Descriptor } from "../descriptor.ts";
import { type LayoutImage, openBlob, readManifest } from "../layout.ts";
import { isIndex, MEDIA_TYPES } from "../media-types.ts";
import { type RegistryClient, toReferrersTag } from "./registry-client.ts";

/** What is being done: a blob that is sent, or was there already. */
export interface TransferEvent {
  readonly descriptor: Descriptor;
  readonly kind: "start" | "done" | "there";
}

export interface PushOptions {
  /** The layout's folder. */
  readonly folder: string;
  readonly image: LayoutImage;
  readonly tag: string;
  readonly onTransfer?: ((event: TransferEvent) => void) | undefined;
}

/**
 * Sends an image of a layout, then what refers to it. What the registry has already is not sent again.
 * @throws `E_CONFIG` when a blob of the layout is not what its digest says, and what the registry's client throws
 */
export async function pushImage(client: RegistryClient, options: PushOptions): Promise<void> {
  const { tag } = options;
  const { descriptor: image, referrers } = options.image;
  await pushManifest(client, image, tag, options);
  for (const referrer of referrers) {
    const { linksSubject } = await pushManifest(client, referrer, referrer.digest, options);
    if (!linksSubject) await linkReferrer(client, image.digest, referrer);
  }
}

async function pushManifest(client: RegistryClient, descriptor: Descriptor, tag: string, options: PushOptions) {
  const { content, parts } = await readManifest(options.folder, descriptor);
  for (const part of parts) {
    if (isIndex(descriptor.mediaType)) await pushManifest(client, part, part.digest, options);
    else await pushBlob(client, part, options);
  }
  return client.putManifest(tag, descriptor.mediaType, content);
}

async function pushBlob(client: RegistryClient, descriptor: Descriptor, options: PushOptions): Promise<void> {
  const { folder, onTransfer } = options;
  // A layout may be anybody's: what it names is not sent before it is known to be a blob of it.
  const blob = await openBlob(folder, descriptor.digest);
  if (await client.hasBlob(descriptor.digest)) {
    onTransfer?.({ descriptor, kind: "there" });
    return;
  }
  onTransfer?.({ descriptor, kind: "start" });
  await client.putBlob(descriptor.digest, blob);
  onTransfer?.({ descriptor, kind: "done" });
}

/** Adds to the list that the registry does not keep by itself. */
async function linkReferrer(client: RegistryClient, subject: string, referrer: Descriptor): Promise<void> {
  const before = await client.listReferrers(subject);
  if (before.some(({ digest }) => digest === referrer.digest)) return;
  const { mediaType, digest, size, artifactType } = referrer;
  const added = { mediaType, digest, size, ...(artifactType === undefined ? {} : { artifactType }) };
  const index = createJsonBlob(MEDIA_TYPES.index, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: [...before, added],
  });
  await client.putManifest(toReferrersTag(subject), MEDIA_TYPES.index, index.content);
}
