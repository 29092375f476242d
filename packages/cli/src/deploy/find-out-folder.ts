import { resolve } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { Target } from "@sandpiper/targets";
import { displayPath } from "../output/display-path.ts";
import type { Project } from "../project/project.ts";

/**
 * Where an artifact is written. What is there is replaced: never what somebody wrote.
 * @param out as the command line names it, relative to the project; left out: where the target expects it
 * @throws `E_USAGE` when the folder holds the project's own files
 */
export function findOutFolder(target: Target, project: Project, out: string | undefined): string {
  const { root, staticFolder, functions } = project;
  const folder = resolve(root, out ?? target.outFolder);
  const kept = [root, staticFolder, ...functions.map(({ source }) => source), ...functions.map(({ wasm }) => wasm)];
  const inside = kept.find((path) => path !== null && (path === folder || path.startsWith(`${folder}/`)));
  if (!inside) return folder;
  throw new SandpiperError(
    "E_USAGE",
    `--out: ${displayPath(folder)} holds ${displayPath(inside)}, and would be replaced`,
    { hint: "Name a folder of its own." },
  );
}
