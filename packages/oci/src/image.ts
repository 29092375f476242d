import { type Blob, createJsonBlob } from "./blob.ts";
import type { Descriptor, Manifest, Platform } from "./descriptor.ts";
import type { Layer } from "./layer.ts";
import { MEDIA_TYPES } from "./media-types.ts";

/** A manifest, or an index of several, and all that it leads to. */
export interface Image {
  readonly descriptor: Descriptor;
  /** Those that are referred to before those that refer to them, the image's own last. */
  readonly blobs: readonly Blob[];
}

/** How a container of an image starts; what is left out is up to the runtime (image-spec, config.md). */
export interface ImageProcess {
  readonly entrypoint: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** `uid:gid`. */
  readonly user?: string;
  /** TCP ports that it listens on. */
  readonly ports?: readonly number[];
}

export interface ImageOptions {
  readonly platform: Platform;
  readonly layers: readonly Layer[];
  readonly process: ImageProcess;
  /** Labels of the config, and annotations of the manifest: some tools read the one, some the other. */
  readonly labels: Readonly<Record<string, string>>;
  readonly created: Date;
}

/** An ordinary image, as every container runtime takes it. */
export function createImage(options: ImageOptions): Image {
  const { layers, labels } = options;
  const config = createJsonBlob(MEDIA_TYPES.config, toConfig(options));
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
    annotations: labels,
  };
  const blob = createJsonBlob(MEDIA_TYPES.manifest, manifest);
  return {
    descriptor: { ...blob.descriptor, platform: options.platform },
    blobs: [...layers.map(({ descriptor, content }) => ({ descriptor, content })), config, blob],
  };
}

function toConfig({ platform, layers, process, labels, created }: ImageOptions): object {
  const { entrypoint, env = {}, workingDir, user, ports = [] } = process;
  return {
    created: toTimestamp(created),
    architecture: platform.architecture,
    os: platform.os,
    config: {
      ...(user === undefined ? {} : { User: user }),
      ...(ports.length > 0 ? { ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])) } : {}),
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      Entrypoint: entrypoint,
      ...(workingDir === undefined ? {} : { WorkingDir: workingDir }),
      Labels: labels,
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(({ title }) => ({ created: toTimestamp(created), created_by: `sandpiper: ${title}` })),
  };
}

/** RFC 3339, to the second. */
export function toTimestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** One image for several platforms: whoever pulls it takes the one of its own. */
export function createMultiPlatform(images: readonly Image[], labels: Readonly<Record<string, string>>): Image {
  const index = createJsonBlob(MEDIA_TYPES.index, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: images.map(({ descriptor }) => descriptor),
    annotations: labels,
  });
  const blobs = new Map(images.flatMap((image) => image.blobs).map((blob) => [blob.descriptor.digest, blob]));
  return { descriptor: index.descriptor, blobs: [...blobs.values(), index] };
}
