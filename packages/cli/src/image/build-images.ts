import { createSbom, toLayout } from "@sandpiper/oci";
import type { DeployedImage, DeploymentProblem, Files, Target } from "@sandpiper/targets";
import { readVersion } from "../commands/create-program.ts";
import type { EngineName } from "../engine/engine-name.ts";
import type { Project } from "../project/project.ts";
import type { Progress } from "../toolchain/progress.ts";
import { addName } from "./add-name.ts";
import type { ImagePlan } from "./image-plan.ts";
import type { MadeImage, MadeImages } from "./made-image.ts";

/** An image that lies in the layout of an artifact. */
export interface BuiltImage extends DeployedImage {
  /** What is fetched and sent of it, packed; without its bill of materials. */
  readonly bytes: number;
}

export interface BuildImagesOptions {
  readonly onProgress?: Progress | undefined;
  /** The engine of every function of a whole project, whatever its settings say. */
  readonly asked?: EngineName | undefined;
}

export interface BuiltImages {
  readonly files: Files;
  readonly images: readonly BuiltImage[];
  readonly problems: readonly DeploymentProblem[];
}

/** Makes the images of a project whose functions are built, and the files that go with them; writes nothing. */
export async function buildImages(
  target: Target,
  project: Project,
  plan: ImagePlan,
  options: BuildImagesOptions = {},
): Promise<BuiltImages> {
  const { images: made, problems } = await make(target, project, plan, options);
  const images = made.map((one) => toBuilt(one, plan, made.length));
  const layout = toLayout(made.map((one) => withSbom(one, plan)));
  const { folder } = plan.target;
  const files = new Map<string, string | Uint8Array>(plan.target.artifact(images));
  for (const [path, content] of layout) files.set(folder === "" ? path : `${folder}/${path}`, content);
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), images, problems };
}

async function make(
  target: Target,
  project: Project,
  plan: ImagePlan,
  { onProgress, asked }: BuildImagesOptions,
): Promise<MadeImages> {
  switch (plan.shape) {
    case "wasm":
    case "wasm-artifact":
      return (await import("./wasm-images.ts")).makeWasmImages(project, plan);
    case "wasmedge":
      return (await import("./wasmedge-images.ts")).makeWasmedgeImages(project, plan, onProgress);
    case "node":
      return (await import("./node-image.ts")).makeNodeImage(target, project, plan, onProgress, asked);
  }
}

function withSbom({ name, image, components }: MadeImage, { created }: ImagePlan) {
  const sbom = createSbom({ name, subject: image, components, version: readVersion(), created });
  return { name, image, referrers: [sbom] };
}

function toBuilt(
  { name, image, architecture, port, deployment }: MadeImage,
  { reference, shape, target }: ImagePlan,
  of: number,
): BuiltImage {
  return {
    name,
    reference: reference === null || of === 1 ? reference : addName(reference, name),
    digest: image.descriptor.digest,
    architecture,
    port,
    health: shape === "node" ? (target.health ?? null) : null,
    deployment,
    bytes: image.blobs.reduce((sum, { descriptor }) => sum + descriptor.size, 0),
  };
}
