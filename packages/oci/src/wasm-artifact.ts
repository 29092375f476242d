import { createBlob, createJsonBlob } from "./blob.ts";
import type { Manifest } from "./descriptor.ts";
import { type Image, toTimestamp } from "./image.ts";
import { MEDIA_TYPES } from "./media-types.ts";

export interface WasmArtifactOptions {
  readonly module: Uint8Array;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: Date;
}

/**
 * A module as CNCF's "Wasm OCI artifact layout" has it, for runtimes that pull WebAssembly and not a file system (wkg, containerd's runwasi
 * from 0.4): tag-runtime.cncf.io/wgs/wasm/deliverables/wasm-oci-artifact, read 2026-11.
 */
export function createWasmArtifact({ module, labels, created }: WasmArtifactOptions): Image {
  const layer = createBlob(MEDIA_TYPES.wasm, module);
  const config = createJsonBlob(MEDIA_TYPES.wasmConfig, {
    created: toTimestamp(created),
    architecture: "wasm",
    os: "wasip1",
    layerDigests: [layer.descriptor.digest],
  });
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: config.descriptor,
    layers: [layer.descriptor],
    annotations: labels,
  };
  const blob = createJsonBlob(MEDIA_TYPES.manifest, manifest);
  return { descriptor: blob.descriptor, blobs: [layer, config, blob] };
}
