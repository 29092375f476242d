import { createImage, createLayer, type LayerEntry } from "@sandpiper/oci";
import type { Target } from "@sandpiper/targets";
import { buildArtifact } from "../deploy/build-artifact.ts";
import type { Project } from "../project/project.ts";
import type { Progress } from "../toolchain/progress.ts";
import { USER } from "./base-layer.ts";
import { toModuleComponent } from "./find-functions.ts";
import { toLabels } from "./image-labels.ts";
import type { ImagePlan } from "./image-plan.ts";
import type { MadeImages } from "./made-image.ts";
import { createNodeBase, NODE_PATH } from "./node-base.ts";

/** Where the program lies in the image. */
const APP = "/app";

/** One image with all functions of a project behind a target's program, and Node to run it. */
export async function makeNodeImage(
  target: Target,
  project: Project,
  plan: ImagePlan,
  onProgress?: Progress,
): Promise<MadeImages> {
  const { zip: _, ...program } = { ...(plan.target.program ?? target.program), folder: "" };
  // What a place says of its zips does not hold for images.
  const { artifactBytes: _a, packedBytes: _p, directUploadBytes: _d, ...limits } = target.limits;
  const inImage: Target = { ...target, program, limits, artifact: () => new Map() };
  const { files, deployment, problems } = await buildArtifact(inImage, project, onProgress);
  const base = await createNodeBase(onProgress);
  const entries = [...files].map(([path, content]): [string, LayerEntry] => [`${APP}/${path}`, { content }]);
  const { name, functions } = deployment;
  const app = await createLayer(`the project ${name}`, new Map(entries));
  const { env = {}, port = null } = plan.target;
  const image = createImage({
    platform: { os: "linux", architecture: base.architecture },
    layers: [base.layer, app],
    process: {
      entrypoint: [NODE_PATH, `${APP}/${program.file}`],
      env: {
        PATH: "/usr/bin",
        NODE_ENV: "production",
        HOME: "/tmp",
        ...env,
        ...(port === null ? {} : { PORT: String(port) }),
      },
      workingDir: APP,
      user: USER,
      ports: port === null ? [] : [port],
    },
    labels: toLabels(plan, { title: name }),
    created: plan.created,
  });
  const modules = functions.map(({ module }) =>
    toModuleComponent(module.replace(/\.wasm$/, ""), toBytes(files.get(module)!)),
  );
  const components = [...base.components, ...modules];
  return { images: [{ name, image, components, architecture: base.architecture, port, deployment }], problems };
}

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : content;
}
