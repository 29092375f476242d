import { buildFunction } from "../build/build-function.ts";
import { loadProject } from "../project/load-project.ts";
import type { Project } from "../project/project.ts";
import type { Progress } from "../toolchain/progress.ts";

/** Reads a project. Functions that were never built are built; what is there is taken as it is. */
export async function loadBuiltProject(folder: string, onProgress: Progress | undefined): Promise<Project> {
  const project = await loadProject(folder);
  const missing = project.functions.filter(({ wasm, source }) => wasm === null && source !== null);
  if (missing.length === 0) return project;
  const { findRustToolchain } = await import("../toolchain/find-rust-toolchain.ts");
  const toolchain = await findRustToolchain({ cwd: missing[0]!.source!, onProgress });
  for (const { name, source } of missing) {
    await buildFunction(source!, { outDir: project.distFolder, name, root: project.root, toolchain, onProgress });
  }
  return loadProject(project.root);
}
