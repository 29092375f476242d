import { resolve } from "node:path";
import { formatSize, SandpiperError } from "@sandpiper/core";
import type { DeploymentProblem, Files, Target } from "@sandpiper/targets";
import { buildFunction } from "../build/build-function.ts";
import { buildArtifact, writeArtifact } from "../deploy/build-artifact.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { formatTable } from "../output/table.ts";
import { loadProject } from "../project/load-project.ts";
import type { Project } from "../project/project.ts";
import type { Progress } from "../toolchain/progress.ts";
import type { BuildCommandOptions } from "./build.ts";
import { findDeployTarget } from "./find-deploy-target.ts";

/** `sandpiper build --target NAME`: everything that cloud deploys, or nothing when it would not take it. */
export async function buildTargetAction(folder: string, options: BuildCommandOptions): Promise<number> {
  const target = findDeployTarget(options.target!);
  const onProgress = options.json ? undefined : createProgress();
  const project = await buildMissing(await loadProject(folder), onProgress);
  const out = resolve(project.root, options.out ?? target.outFolder);
  checkOut(out, project);
  const { files, sizes, problems } = await buildArtifact(target, project, onProgress);
  const refused = problems.filter(({ kind }) => kind === "refused");
  if (refused.length === 0) await writeArtifact(files, out);
  if (options.json) {
    const listed = [...files].map(([path, content]) => ({ path, bytes: Buffer.byteLength(content) }));
    process.stdout.write(`${JSON.stringify({ target: target.name, out, files: listed, sizes, problems }, null, 2)}\n`);
  } else {
    print(target, files, out, problems);
  }
  return refused.length === 0 ? ExitCode.success : ExitCode.failure;
}

/** Functions that were never built are built; what is there is taken as it is. */
async function buildMissing(project: Project, onProgress: Progress | undefined): Promise<Project> {
  const missing = project.functions.filter(({ wasm, source }) => wasm === null && source !== null);
  if (missing.length === 0) return project;
  const { findRustToolchain } = await import("../toolchain/find-rust-toolchain.ts");
  const toolchain = await findRustToolchain({ cwd: missing[0]!.source!, onProgress });
  for (const { name, source } of missing) {
    await buildFunction(source!, { outDir: project.distFolder, name, root: project.root, toolchain, onProgress });
  }
  return loadProject(project.root);
}

/** What is there is replaced: never what somebody wrote. */
function checkOut(out: string, { root, functions, staticFolder }: Project): void {
  const kept = [root, staticFolder, ...functions.map(({ source }) => source), ...functions.map(({ wasm }) => wasm)];
  const inside = kept.find((path) => path !== null && (path === out || path.startsWith(`${out}/`)));
  if (!inside) return;
  throw new SandpiperError(
    "E_USAGE",
    `--out: ${displayPath(out)} holds ${displayPath(inside)}, and would be replaced`,
    {
      hint: "Name a folder of its own.",
    },
  );
}

function print(target: Target, files: Files, out: string, problems: readonly DeploymentProblem[]): void {
  for (const { kind, message, hint } of problems) {
    process.stderr.write(`${kind === "refused" ? "refused" : "note"}: ${message}\n  next: ${hint}\n`);
  }
  if (problems.some(({ kind }) => kind === "refused")) return;
  const rows = [...files].map(([path, content]) => [`  ${path}`, formatSize(Buffer.byteLength(content))]);
  const bytes = [...files.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  process.stdout.write(`${displayPath(out)} for ${target.title}, ${formatSize(bytes)}\n${formatTable(rows, [1])}\n`);
}
