import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readImageCodec } from "@sandpiper/nn/image-codec";
import { readLitertPackage, writeLitertGlue } from "@sandpiper/nn/litert-package";
import {
  type ArtifactSizes,
  checkDeployment,
  type DeploymentProblem,
  type Files,
  type Target,
} from "@sandpiper/targets";
import type { Project } from "../project/project.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";
import { bundleProgram, IMAGE_CODEC_FILE } from "./bundle-program.ts";
import { type CollectedDeployment, collectDeployment, toStaticFiles } from "./collect-deployment.ts";
import { packedSize } from "./packed-size.ts";
import { LITERT_GLUE, LITERT_MODULE, writeEntry } from "./write-entry.ts";

export interface BuiltArtifact {
  readonly files: Files;
  readonly sizes: ArtifactSizes;
  readonly problems: readonly DeploymentProblem[];
}

/**
 * Makes a target's artifact of a project whose functions are built; writes nothing.
 * @throws what `collectDeployment` throws
 */
export async function buildArtifact(target: Target, project: Project, onProgress?: Progress): Promise<BuiltArtifact> {
  const collected = await collectDeployment(project, onProgress);
  const files = await inPhase(onProgress, `Making the artifact for ${target.title}`, () => toFiles(target, collected));
  // What lies beside the program's folder are settings, and files that clouds count apart.
  const { folder } = target.program;
  const counted = folder === "" ? files : new Map([...files].filter(([path]) => path.startsWith(`${folder}/`)));
  let unpacked = 0;
  for (const content of counted.values()) unpacked += Buffer.byteLength(content);
  const sizes = { unpacked, packed: target.limits.packedBytes ? await packedSize(counted) : null };
  return { files, sizes, problems: checkDeployment(target, collected.deployment, sizes, collected.modules) };
}

async function toFiles(target: Target, { deployment, programFiles, hostModules }: CollectedDeployment): Promise<Files> {
  const { program } = target;
  const inProgram = new Map<string, string | Uint8Array>(programFiles);
  const written = new Map<string, string>();
  if (hostModules.length > 0) {
    // The build with the widest reach: whether a cloud's engine has relaxed SIMD is not known here.
    const { module, glue } = await readLitertPackage("compat");
    inProgram.set(LITERT_MODULE, module);
    written.set(LITERT_GLUE, writeLitertGlue(Buffer.from(glue).toString()));
  }
  if (program.modules === "import" && hostModules.includes("wasmedge_image"))
    inProgram.set(IMAGE_CODEC_FILE, readImageCodec());
  inProgram.set(program.file, await bundleProgram(writeEntry(target, deployment, hostModules), program, written));
  if (target.staticFiles === "program")
    for (const [path, content] of toStaticFiles(deployment)) inProgram.set(path, content);
  const files = new Map<string, string | Uint8Array>(target.artifact(deployment));
  for (const [path, content] of inProgram)
    files.set(program.folder === "" ? path : `${program.folder}/${path}`, content);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Puts an artifact in the place of what was there, all of it or nothing. */
export async function writeArtifact(files: Files, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    for (const [path, content] of files) {
      const to = join(partial, path);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, content);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
