import { createHash } from "node:crypto";
import { type Component, createImage, createLayer, type LayerEntry } from "@sandpiper/oci";
import type { Files, Target } from "@sandpiper/targets";
import { readVersion } from "../commands/create-program.ts";
import { buildArtifact } from "../deploy/build-artifact.ts";
import type { BundledPackage } from "../deploy/list-packages.ts";
import type { EngineName } from "../engine/engine-name.ts";
import type { Project } from "../project/project.ts";
import type { Progress } from "../toolchain/progress.ts";
import { USER } from "./base-layer.ts";
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
  asked?: EngineName,
): Promise<MadeImages> {
  const { zip: _, ...program } = { ...(plan.target.program ?? target.program), folder: "" };
  // What a place says of its zips does not hold for images.
  const { artifactBytes: _a, packedBytes: _p, directUploadBytes: _d, ...limits } = target.limits;
  const inImage: Target = { ...target, program, limits, artifact: () => new Map() };
  const artifact = await buildArtifact(inImage, project, onProgress, asked);
  const { files, executables, packages, deployment, native, problems } = artifact;
  const base = await createNodeBase(onProgress);
  const entries = [...files].map(([path, content]): [string, LayerEntry] => [
    `${APP}/${path}`,
    { content, mode: executables.has(path) ? 0o755 : 0o644 },
  ]);
  const { name } = deployment;
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
  const debian = new Map([...base.components, ...(native?.components ?? [])].map((one) => [one.name, one]));
  const components = [...debian.values(), ...listComponents(files, packages)];
  return { images: [{ name, image, components, architecture: base.architecture, port, deployment }], problems };
}

/** What the program is made of, and each file beside it that is no text of the project's own. */
function listComponents(files: Files, packages: readonly BundledPackage[]): Component[] {
  const sandpiper = { name: "sandpiper", version: readVersion() };
  const libraries = [sandpiper, ...packages].map(
    ({ name, version }): Component => ({
      type: "library",
      name,
      version,
      purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    }),
  );
  const beside = [...files].flatMap(([path, content]): Component[] => {
    const type = path.startsWith("models/") ? "machine-learning-model" : "application";
    return path.startsWith("models/") || /^[^/]*\.(?:wasm|so)$/.test(path)
      ? [{ type, name: path, sha256: sha256(content) }]
      : [];
  });
  return [...libraries, ...beside];
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
