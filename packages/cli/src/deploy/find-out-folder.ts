import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { TARGETS, type Target } from "@sandpiper/targets";
import { displayPath } from "../output/display-path.ts";
import type { Project } from "../project/project.ts";

/**
 * Where an artifact is written. What is there is replaced: never what somebody wrote.
 * @param out as the command line names it, relative to the project; left out: where the target expects it
 * @throws `E_USAGE` when the folder holds the project's own files, or others that are no artifact
 */
export function findOutFolder(target: Target, project: Project, out: string | undefined): string {
  const { root, staticFolder, functions } = project;
  const folder = resolve(root, out ?? target.outFolder);
  const kept = [root, staticFolder, ...functions.map(({ source }) => source), ...functions.map(({ wasm }) => wasm)];
  const inside = kept.find((path) => path !== null && (path === folder || path.startsWith(`${folder}/`)));
  if (inside) throw notReplaced(folder, `holds ${displayPath(inside)}, and would be replaced`);
  const isExpected = Object.values(TARGETS).some(({ outFolder }) => folder === resolve(root, outFolder));
  if (!isExpected && !isFree(folder) && !isArtifact(folder)) {
    throw notReplaced(folder, "has something in it that is no artifact, and would be replaced");
  }
  return folder;
}

function notReplaced(folder: string, why: string): SandpiperError {
  return new SandpiperError("E_USAGE", `--out: ${displayPath(folder)} ${why}`, { hint: "Name a folder of its own." });
}

function isFree(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined || (found.isDirectory() && readdirSync(folder).length === 0);
}

/** Whether some target's program or image lies there. */
function isArtifact(folder: string): boolean {
  return Object.values(TARGETS).some(({ program, image }) =>
    [join(program.folder, program.file), ...(image ? [join(image.folder, "oci-layout")] : [])].some((path) =>
      existsSync(join(folder, path)),
    ),
  );
}
