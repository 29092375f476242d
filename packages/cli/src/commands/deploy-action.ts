import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { DeployTool, Target } from "@sandpiper/targets";
import { buildArtifact, writeArtifact } from "../deploy/build-artifact.ts";
import { findOutFolder } from "../deploy/find-out-folder.ts";
import { findTool } from "../deploy/find-tool.ts";
import { formatProblems, isRefusal } from "../deploy/format-problems.ts";
import { loadBuiltProject } from "../deploy/load-built-project.ts";
import { runTool } from "../deploy/run-tool.ts";
import { askedEngine } from "../engine/engine-name.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import type { DeployOptions } from "./deploy.ts";
import { findDeployTarget } from "./find-deploy-target.ts";

/** @param args for the tool */
export async function deployAction(folder: string, args: readonly string[], options: DeployOptions): Promise<number> {
  const target = findDeployTarget(options.target);
  const asked = askedEngine(options.engine);
  const tool = toolOf(target);
  // Before the work: a missing tool is known at once.
  requireOperand(target, tool, args);
  const found = await findTool(tool);
  const onProgress = createProgress();
  const project = await loadBuiltProject(folder, onProgress);
  // Not of our choice: the tool looks for it in one place.
  const out = findOutFolder(target, project, undefined);
  const artifact = await buildArtifact(target, project, onProgress, asked);
  const { files, deployment, problems } = artifact;
  process.stderr.write(formatProblems(problems));
  if (problems.some(isRefusal)) return ExitCode.failure;
  const command = [...found, ...(tool.args?.(deployment) ?? []), ...args];
  const cwd = join(out, tool.folder ?? ".");
  const line = command.map(quote).join(" ");
  if (options.dryRun) {
    process.stdout.write(`would write ${files.size} files to ${out}\nwould run in ${cwd}:\n  ${line}\n`);
    return ExitCode.success;
  }
  await writeArtifact(artifact, out);
  process.stderr.write(`Running in ${displayPath(cwd)}: ${line}\n`);
  const { code, address } = await runTool(command, { cwd, address: tool.address });
  if (code !== 0) {
    process.stderr.write(`${tool.command[0]} ended with ${code}; nothing may be deployed\n  next: ${tool.help}\n`);
    return ExitCode.failure;
  }
  if (address !== null) process.stdout.write(`${address}\n`);
  return ExitCode.success;
}

function toolOf({ name, title, deploy }: Target): DeployTool {
  if (deploy !== null) return deploy;
  throw new SandpiperError("E_USAGE", `${title} has no tool that deploys: there is no one place to deploy to`, {
    hint: `Run: sandpiper build --target ${name}, and put the folder where it shall run.`,
  });
}

function requireOperand({ name, title }: Target, { operand }: DeployTool, args: readonly string[]): void {
  if (operand === undefined || args.some((arg) => !arg.startsWith("-"))) return;
  throw new SandpiperError("E_USAGE", `${title} wants ${operand} named that it deploys to`, {
    hint: `Name it behind --, such as: sandpiper deploy --target ${name} -- my-app`,
  });
}

/** As a shell would take it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
