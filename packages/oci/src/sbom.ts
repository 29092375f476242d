import { createBlob, createJsonBlob } from "./blob.ts";
import type { Manifest } from "./descriptor.ts";
import { type Image, toTimestamp } from "./image.ts";
import { MEDIA_TYPES } from "./media-types.ts";

/** A part of an image, for its bill of materials. */
export interface Component {
  readonly type: "application" | "library" | "file" | "machine-learning-model";
  readonly name: string;
  readonly version?: string;
  /** Package URL, `pkg:npm/hono@4.13.19`. */
  readonly purl?: string;
  /** Of a file: 64 hexadecimal digits. */
  readonly sha256?: string;
}

export interface SbomOptions {
  /** What the bill is of: the image's name. */
  readonly name: string;
  readonly subject: Image;
  readonly components: readonly Component[];
  /** Sandpiper's own version. */
  readonly version: string;
  readonly created: Date;
}

/** The key that a media type is told by where a registry lists what refers to an image. */
const TITLE = "org.opencontainers.image.title";

/**
 * The bill of materials of an image as CycloneDX 1.6, in a manifest that refers to it ("referrer", image-spec 1.1): how `oras attach`, cosign
 * and trivy find it, with the image itself as it was.
 */
export function createSbom({ name, subject, components, version, created }: SbomOptions): Image {
  const { digest } = subject.descriptor;
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: toTimestamp(created),
      tools: { components: [{ type: "application", name: "sandpiper", version }] },
      component: { type: "container", "bom-ref": digest, name, version: digest },
    },
    components: [...components].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map(toComponent),
  };
  const content = createBlob(MEDIA_TYPES.cyclonedx, Buffer.from(`${JSON.stringify(bill, null, 2)}\n`));
  const config = createJsonBlob(MEDIA_TYPES.empty, {});
  const { mediaType, size } = subject.descriptor;
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    artifactType: MEDIA_TYPES.cyclonedx,
    config: config.descriptor,
    layers: [{ ...content.descriptor, annotations: { [TITLE]: "bom.cdx.json" } }],
    subject: { mediaType, digest, size },
  };
  const blob = createJsonBlob(MEDIA_TYPES.manifest, manifest);
  const descriptor = { ...blob.descriptor, artifactType: MEDIA_TYPES.cyclonedx };
  return { descriptor, blobs: [content, config, blob] };
}

function toComponent(component: Component): object {
  const { type, name, version, purl, sha256 } = component;
  return {
    type,
    "bom-ref": keyOf(component),
    name,
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    ...(sha256 === undefined ? {} : { hashes: [{ alg: "SHA-256", content: sha256 }] }),
  };
}

function keyOf({ name, version, purl }: Component): string {
  return purl ?? (version === undefined ? name : `${name}@${version}`);
}
