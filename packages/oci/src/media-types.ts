/** Media types of the OCI image format (image-spec v1.1, media-types.md) and of what else lies in a registry here. */
export const MEDIA_TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
  /** The config of a manifest that has none: two bytes, `{}`. */
  empty: "application/vnd.oci.empty.v1+json",
  /** CNCF TAG Runtime, "Wasm OCI artifact layout". */
  wasmConfig: "application/vnd.wasm.config.v0+json",
  wasm: "application/wasm",
  /** Registered with IANA. */
  cyclonedx: "application/vnd.cyclonedx+json",
  /** What older registries and Docker write. */
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
} as const;

/** Whether a descriptor of this type is one of several manifests, each for another platform. */
export function isIndex(mediaType: string): boolean {
  return mediaType === MEDIA_TYPES.index || mediaType === MEDIA_TYPES.dockerIndex;
}

export function isManifest(mediaType: string): boolean {
  return mediaType === MEDIA_TYPES.manifest || mediaType === MEDIA_TYPES.dockerManifest;
}
