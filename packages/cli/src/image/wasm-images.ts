import {
  createImage,
  createLayer,
  createMultiPlatform,
  createWasmArtifact,
  type LayerEntry,
  type Platform,
} from "@sandpiper/oci";
import type { Project } from "../project/project.ts";
import { USER } from "./base-layer.ts";
import { type FunctionModule, findFunctions, toModuleComponent } from "./find-functions.ts";
import { toLabels } from "./image-labels.ts";
import type { ImagePlan } from "./image-plan.ts";
import type { MadeImage, MadeImages } from "./made-image.ts";

/**
 * Tells crun, and through it CRI-O, Podman and containerd, that the entry point is a module. `smart`: containers beside it in a pod stay
 * ordinary ones (containers/crun, docs/wasm-wasi-on-kubernetes.md).
 */
export const WASM_VARIANT = { "module.wasm.image/variant": "compat-smart" };

/** crun, Podman, CRI-O and umoci take it on every processor. */
const ANY_LINUX: readonly Platform[] = [{ os: "linux", architecture: "wasm" }];

/** An image for each function, with nothing in it but its module. */
export async function makeWasmImages(project: Project, plan: ImagePlan): Promise<MadeImages> {
  const { functions, problems } = await findFunctions(project, plan.functions);
  const images: MadeImage[] = [];
  for (const found of functions) {
    const { definition, module, deployment, port } = found;
    const { name } = definition;
    const image = plan.shape === "wasm-artifact" ? makeArtifact(found, plan) : await makeImage(found, plan);
    const components = [toModuleComponent(name, module)];
    images.push({ name, image, components, architecture: "wasm", port, deployment });
  }
  return { images, problems };
}

function makeArtifact({ definition, module }: FunctionModule, plan: ImagePlan) {
  const { name: title, description } = definition;
  return createWasmArtifact({ module, labels: toLabels(plan, { title, description }), created: plan.created });
}

async function makeImage({ definition, module, port }: FunctionModule, plan: ImagePlan) {
  const { name: title, description, env } = definition;
  const labels = { ...toLabels(plan, { title, description }), ...WASM_VARIANT };
  const path = `/${title}.wasm`;
  const layer = await createLayer(
    `the module ${title}`,
    new Map<string, LayerEntry>([
      // Mount points that runtimes want, and cannot make in a file system that is read-only.
      ["/dev", { folder: true }],
      ["/proc", { folder: true }],
      [path, { content: module, mode: 0o755 }],
    ]),
  );
  const images = (plan.platforms ?? ANY_LINUX).map((platform) =>
    createImage({
      platform,
      layers: [layer],
      process: { entrypoint: [path], env, workingDir: "/", user: USER, ports: port === null ? [] : [port] },
      labels,
      created: plan.created,
    }),
  );
  return images.length === 1 ? images[0]! : createMultiPlatform(images, labels);
}
