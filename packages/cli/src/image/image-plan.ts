import { SandpiperError } from "@sandpiper/core";
import { formatReference, type Platform, parseReference } from "@sandpiper/oci";
import type { ImageShape, Target } from "@sandpiper/targets";
import { type ImageOptions, type ImageShapeName, OF_AN_IMAGE, refuseOptions } from "./image-options.ts";

export interface ImagePlan {
  readonly shape: ImageShapeName;
  readonly target: ImageShape;
  /** Names of functions; null for all. */
  readonly functions: readonly string[] | null;
  /** Of a module; null for the shape's own. */
  readonly platforms: readonly Platform[] | null;
  /** Where it will lie, whole; null when that was not said. */
  readonly reference: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: Date;
}

/**
 * What images a target is built as; null when it is built without.
 * @throws `E_USAGE` when options do not go together
 */
export function toImagePlan(
  target: Target,
  options: ImageOptions,
  env: NodeJS.ProcessEnv = process.env,
): ImagePlan | null {
  const { image: shape } = target;
  if (!shape) return refuseOptions(options, ["image", ...OF_AN_IMAGE], `${target.title} takes no images`);
  if (!shape.only && !options.image) return refuseOptions(options, OF_AN_IMAGE, "it is for an image", "--image");
  if (options.shape !== undefined && !shape.only)
    refuseOptions(options, ["shape"], `an image for ${target.title} has one shape`);
  const chosen = options.shape ?? "node";
  if (chosen === "node")
    refuseOptions(options, ["function"], "this image holds all functions of the project", "--shape wasm");
  else refuseOptions(options, ["engine"], `an image of the shape ${chosen} has its own`);
  if (chosen !== "wasm")
    refuseOptions(options, ["platform"], `an image of the shape ${chosen} has the platform of what it holds`);
  if (shape.named && options.ref === undefined) {
    throw new SandpiperError(
      "E_USAGE",
      `files for ${target.title} name the image, and where it will lie was not said`,
      {
        hint: "Add --ref REGISTRY/NAME:TAG, such as --ref ghcr.io/ada/my-app:1.0",
      },
    );
  }
  if (shape.named && chosen === "wasm-artifact") {
    refuseOptions(options, ["shape"], `${target.title} runs images, and this is none`, "--shape wasm");
  }
  return {
    shape: chosen,
    target: shape,
    functions: options.function ?? null,
    platforms: options.platform ?? shape.platforms ?? null,
    reference: options.ref === undefined ? null : formatReference(parseReference(options.ref)),
    labels: Object.fromEntries(options.label ?? []),
    created: toCreated(env.SOURCE_DATE_EPOCH),
  };
}

/** The moment that images say they were made at: no machine's clock, so that they come out the same (reproducible-builds.org). */
function toCreated(epoch: string | undefined): Date {
  if (epoch === undefined || epoch === "") return new Date(0);
  const date = new Date(Number(epoch) * 1000);
  if (/^\d+$/.test(epoch) && !Number.isNaN(date.getTime())) return date;
  throw new SandpiperError("E_USAGE", `SOURCE_DATE_EPOCH is "${epoch}", and not a number of seconds`);
}
