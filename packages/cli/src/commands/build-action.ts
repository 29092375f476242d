import { formatDuration, formatSize, type SandpiperError, toSandpiperError } from "@sandpiper/core";
import { type BuildResult, buildFunction } from "../build/build-function.ts";
import { OF_AN_IMAGE, refuseOptions } from "../image/image-options.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { outputOf, reportError } from "../output/report-error.ts";
import { formatTable } from "../output/table.ts";
import { loadProject } from "../project/load-project.ts";
import { findRustToolchain } from "../toolchain/find-rust-toolchain.ts";
import type { BuildCommandOptions } from "./build.ts";

interface Failure {
  readonly name: string;
  readonly error: SandpiperError;
}

/** One that fails does not keep the others from being built. */
export async function buildAction(folder: string, options: BuildCommandOptions): Promise<number> {
  if (options.target !== undefined)
    return (await import("./build-target-action.ts")).buildTargetAction(folder, options);
  refuseOptions(options, ["image", ...OF_AN_IMAGE], "it is for a target that has images", "--target oci");
  const project = await loadProject(folder);
  const sources = project.functions.filter(({ source }) => source !== null);
  const onProgress = createProgress();
  const results: BuildResult[] = [];
  const failures: Failure[] = [];
  if (sources.length > 0) {
    const toolchain = await findRustToolchain({ cwd: sources[0]!.source!, onProgress });
    for (const { name, source } of sources) {
      const { distFolder: outDir, root } = project;
      try {
        results.push(
          await buildFunction(source!, { outDir, name, root, toolchain, locked: options.locked, onProgress }),
        );
      } catch (error) {
        const known = toSandpiperError(error);
        failures.push({ name, error: known });
        if (!options.json) reportBuildFailure(known);
        if (known.code !== "E_BUILD") break;
      }
    }
  }
  print(results, failures, options);
  if (sources.length === 0) process.stderr.write(`${displayPath(project.root)} holds no sources: nothing to build\n`);
  return failures.length === 0 ? ExitCode.success : ExitCode.failure;
}

function reportBuildFailure(error: SandpiperError): void {
  process.stderr.write(outputOf(error));
  reportError(error);
}

function print(results: readonly BuildResult[], failures: readonly Failure[], options: BuildCommandOptions): void {
  if (options.json) {
    const failed = failures.map(({ name, error }) => ({ name, error }));
    process.stdout.write(`${JSON.stringify({ functions: results, failed }, null, 2)}\n`);
    return;
  }
  if (results.length === 0) return;
  const rows = results.map(({ name, wasm, bytes, durationMs, changed }) => [
    name,
    displayPath(wasm),
    formatSize(bytes),
    formatDuration(durationMs),
    changed ? "" : "unchanged",
  ]);
  process.stdout.write(`${formatTable(rows, [2, 3])}\n`);
}
