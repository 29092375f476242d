import { formatSize } from "@sandpiper/core";
import { buildArtifact } from "../deploy/build-artifact.ts";
import { formatProblems, isRefusal } from "../deploy/format-problems.ts";
import { loadBuiltProject } from "../deploy/load-built-project.ts";
import { askedEngine } from "../engine/engine-name.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import type { CheckOptions } from "./check.ts";
import { findDeployTarget } from "./find-deploy-target.ts";

/** What is found is the result, and so goes to standard output. */
export async function checkAction(folder: string, options: CheckOptions): Promise<number> {
  const target = findDeployTarget(options.target);
  const onProgress = options.json ? undefined : createProgress();
  const project = await loadBuiltProject(folder, onProgress);
  const { sizes, problems } = await buildArtifact(target, project, onProgress, askedEngine(options.engine));
  const refused = problems.filter(isRefusal).length;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ target: target.name, works: refused === 0, sizes, problems }, null, 2)}\n`,
    );
  } else {
    const packed = sizes.packed === null ? "" : `, ${formatSize(sizes.packed)} packed`;
    const what = `${displayPath(project.root)} (${formatSize(sizes.unpacked)}${packed})`;
    const verdict = refused === 0 ? "can be deployed to" : "cannot be deployed to";
    process.stdout.write(`${formatProblems(problems)}${what} ${verdict} ${target.title}\n`);
  }
  return refused === 0 ? ExitCode.success : ExitCode.failure;
}
