import { formatSize } from "@sandpiper/core";
import type { Target } from "@sandpiper/targets";
import { type BuiltArtifact, buildArtifact, writeArtifact } from "../deploy/build-artifact.ts";
import { findOutFolder } from "../deploy/find-out-folder.ts";
import { formatProblems, isRefusal } from "../deploy/format-problems.ts";
import { loadBuiltProject } from "../deploy/load-built-project.ts";
import { askedEngine } from "../engine/engine-name.ts";
import { type BuiltImages, buildImages } from "../image/build-images.ts";
import { toImagePlan } from "../image/image-plan.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { formatTable } from "../output/table.ts";
import type { BuildCommandOptions } from "./build.ts";
import { findDeployTarget } from "./find-deploy-target.ts";

/** `sandpiper build --target NAME`: everything that cloud deploys, or nothing when it would not take it. */
export async function buildTargetAction(folder: string, options: BuildCommandOptions): Promise<number> {
  const target = findDeployTarget(options.target!);
  const asked = askedEngine(options.engine);
  const plan = toImagePlan(target, options);
  const onProgress = options.json ? undefined : createProgress();
  const project = await loadBuiltProject(folder, onProgress);
  const out = findOutFolder(target, project, options.out);
  if (plan !== null) {
    return writeImages(target, await buildImages(target, project, plan, { onProgress, asked }), out, options);
  }
  const artifact = await buildArtifact(target, project, onProgress, asked);
  const { files, sizes, problems } = artifact;
  const refused = problems.some(isRefusal);
  if (!refused) await writeArtifact(artifact, out);
  if (options.json) {
    const listed = [...files].map(([path, content]) => ({ path, bytes: Buffer.byteLength(content) }));
    process.stdout.write(`${JSON.stringify({ target: target.name, out, files: listed, sizes, problems }, null, 2)}\n`);
  } else {
    process.stderr.write(formatProblems(problems));
    if (!refused) print(target, artifact, out);
  }
  return refused ? ExitCode.failure : ExitCode.success;
}

function print(target: Target, { files }: BuiltArtifact, out: string): void {
  const rows = [...files].map(([path, content]) => [`  ${path}`, formatSize(Buffer.byteLength(content))]);
  const bytes = [...files.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  process.stdout.write(`${displayPath(out)} for ${target.title}, ${formatSize(bytes)}\n${formatTable(rows, [1])}\n`);
}

async function writeImages(target: Target, built: BuiltImages, out: string, options: BuildCommandOptions) {
  const { files, images, problems } = built;
  const refused = problems.some(isRefusal);
  if (!refused) await writeArtifact({ files, executables: new Set() }, out);
  if (options.json) {
    const listed = images.map(({ deployment: _, ...image }) => image);
    process.stdout.write(`${JSON.stringify({ target: target.name, out, images: listed, problems }, null, 2)}\n`);
  } else {
    process.stderr.write(formatProblems(problems));
    if (!refused) printImages(target, built, out);
  }
  return refused ? ExitCode.failure : ExitCode.success;
}

function printImages(target: Target, { files, images }: BuiltImages, out: string): void {
  const rows = images.map(({ name, digest, bytes }) => [`  ${name}`, formatSize(bytes), digest]);
  const beside = [...files.keys()].filter((path) => !/(?:^|\/)(?:blobs\/|oci-layout$|index\.json$)/.test(path));
  process.stdout.write(`${displayPath(out)} for ${target.title}\n${formatTable(rows, [1])}\n`);
  for (const path of beside) process.stdout.write(`  ${path}\n`);
}
