import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readImageCodec } from "@sandpiper/nn/image-codec";
import { readLitertPackage, writeLitertGlue } from "@sandpiper/nn/litert-package";
import {
  type ArtifactSizes,
  checkDeployment,
  type Deployment,
  type DeploymentProblem,
  type Files,
  type Target,
} from "@sandpiper/targets";
import type { EngineName } from "../engine/engine-name.ts";
import { writeFolder } from "../output/write-folder.ts";
import type { Project } from "../project/project.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";
import { chooseFunctions } from "../wasmedge/choose-functions.ts";
import { type PackedFunctions, packFunctions } from "../wasmedge/pack-functions.ts";
import { withWasmEdge } from "../wasmedge/with-wasmedge.ts";
import { bundleProgram, IMAGE_CODEC_FILE } from "./bundle-program.ts";
import { type CollectedDeployment, collectDeployment, toStaticFiles } from "./collect-deployment.ts";
import { type BundledPackage, mergePackages } from "./list-packages.ts";
import { packFiles } from "./pack-files.ts";
import { LITERT_GLUE, LITERT_MODULE, writeEntry } from "./write-entry.ts";

export interface Artifact {
  readonly files: Files;
  /** Paths of those that are to be started as programs. */
  readonly executables: ReadonlySet<string>;
}

export interface BuiltArtifact extends Artifact {
  readonly deployment: Deployment;
  /** Packages of others in the program. */
  readonly packages: readonly BundledPackage[];
  readonly sizes: ArtifactSizes;
  readonly problems: readonly DeploymentProblem[];
  /** Functions that run in WasmEdge; null when none does. */
  readonly native: PackedFunctions | null;
}

/**
 * Makes a target's artifact of a project whose functions are built; writes nothing. It is of use when no problem is a refusal.
 * @param asked the engine of every function, whatever its settings say
 * @throws what `collectDeployment` throws; `E_ENGINE_UNAVAILABLE` where WasmEdge is wanted and cannot be had
 */
export async function buildArtifact(
  target: Target,
  project: Project,
  onProgress?: Progress,
  asked?: EngineName,
): Promise<BuiltArtifact> {
  const chosen = chooseFunctions(target, project, asked);
  const collected = await collectDeployment(project, onProgress);
  // What runs nowhere is told of already.
  const deployed = new Set(collected.deployment.functions.map(({ settings }) => settings.name));
  const functions = chosen.functions.filter(({ name }) => deployed.has(name));
  const native = functions.length > 0 ? await packFunctions(functions, target.program, onProgress) : null;
  const all = withWasmEdge({ ...collected, problems: [...chosen.problems, ...collected.problems] }, native);
  return inPhase(onProgress, `Making the artifact for ${target.title}`, () => make(target, all, native));
}

async function make(
  target: Target,
  collected: CollectedDeployment,
  native: PackedFunctions | null,
): Promise<BuiltArtifact> {
  const { program, limits } = target;
  const { files, packages } = await toFiles(target, collected, native);
  // What lies beside the program's folder are settings, and files that clouds count apart.
  const prefix = program.folder === "" ? "" : `${program.folder}/`;
  const inProgram = new Map(
    [...files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, content]) => [path.slice(prefix.length), content]),
  );
  const executables = [...(program.executables ?? []), ...(native?.executables ?? [])];
  const packs = program.zip !== undefined || limits.packedBytes || limits.directUploadBytes;
  const zip = packs ? packFiles(inProgram, new Set(executables)) : null;
  if (program.zip !== undefined && zip !== null) files.set(program.zip, zip);
  let unpacked = 0;
  for (const content of inProgram.values()) unpacked += Buffer.byteLength(content);
  const sizes = { unpacked, packed: zip?.length ?? null };
  return {
    files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
    executables: new Set(executables.map((path) => prefix + path)),
    deployment: collected.deployment,
    packages: mergePackages(packages, native?.packages ?? []),
    native,
    sizes,
    problems: [...collected.problems, ...checkDeployment(target, collected.deployment, sizes, collected.modules)],
  };
}

async function toFiles(
  target: Target,
  { deployment, programFiles, hostModules, modules }: CollectedDeployment,
  native: PackedFunctions | null,
): Promise<{ files: Map<string, string | Uint8Array>; packages: readonly BundledPackage[] }> {
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
  const entry = writeEntry(target, deployment, modules, native);
  const { content, packages } = await bundleProgram(entry, program, written);
  inProgram.set(program.file, content);
  if (target.staticFiles === "program")
    for (const [path, content] of toStaticFiles(deployment)) inProgram.set(path, content);
  const files = new Map<string, string | Uint8Array>(target.artifact(deployment));
  for (const [path, content] of inProgram)
    files.set(program.folder === "" ? path : `${program.folder}/${path}`, content);
  return { files, packages };
}

/** Puts an artifact in the place of what was there, all of it or nothing. */
export async function writeArtifact({ files, executables }: Artifact, folder: string): Promise<void> {
  await writeFolder(folder, async (partial) => {
    for (const [path, content] of files) {
      const to = join(partial, path);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, content);
      // Apart, since the mode that a file is made with is cut by the mask of this process.
      if (executables.has(path)) await chmod(to, 0o755);
    }
    // A temporary folder is its maker's alone; what is served or packed from it is not.
    await chmod(partial, 0o755);
    await rm(folder, { recursive: true, force: true });
  });
}
