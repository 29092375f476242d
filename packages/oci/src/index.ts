export { isDigest } from "./blob.ts";
export type { Descriptor, Platform } from "./descriptor.ts";
export {
  createImage,
  createMultiPlatform,
  type Image,
  type ImageOptions,
  type ImageProcess,
  toTimestamp,
} from "./image.ts";
export { createLayer, type Layer, type LayerEntry } from "./layer.ts";
export { type LayoutImage, type NamedImage, readLayout, toLayout } from "./layout.ts";
export { formatReference, parseReference, type Reference } from "./reference.ts";
export { type PullOptions, pullImage } from "./registry/pull-image.ts";
export { type PushOptions, pushImage, type TransferEvent } from "./registry/push-image.ts";
export { createRegistryClient, type RegistryClient, type RegistryClientOptions } from "./registry/registry-client.ts";
export { type Component, createSbom, type SbomOptions } from "./sbom.ts";
export { createWasmArtifact, type WasmArtifactOptions } from "./wasm-artifact.ts";
