import { type SandpiperError, toSandpiperError } from "@sandpiper/core";
import type { Project, ProjectFunction } from "../project/project.ts";
import { isBelow } from "./watch-project.ts";

/** Builds one function so that its module lies in the project's `dist` folder afterwards. */
export type Build = (definition: ProjectFunction, project: Project) => Promise<void>;

/**
 * Builds what was never built and what has a changed source.
 * @returns functions whose last build failed: they are not built again before their source changes
 */
export type BuildChanged = (
  project: Project,
  changed: ReadonlySet<string>,
) => Promise<ReadonlyMap<string, SandpiperError>>;

export function createChangedBuilder(build: Build): BuildChanged {
  const failures = new Map<string, SandpiperError>();
  return async (project, changed) => {
    for (const definition of project.functions) {
      const { name, source, wasm } = definition;
      if (source === null) continue;
      const touched = [...changed].some((path) => isPartOf(path, source, project));
      if (!touched && (wasm !== null || failures.has(name))) continue;
      failures.delete(name);
      try {
        await build(definition, project);
      } catch (error) {
        failures.set(name, toSandpiperError(error));
      }
    }
    return failures;
  };
}

/** Whether a changed file is source of a function, rather than what a build of it wrote. */
function isPartOf(path: string, source: string, project: Project): boolean {
  if (!isBelow(path, source) || path.endsWith(".wasm") || path.endsWith(".partial")) return false;
  return !isBelow(path, project.distFolder) && path !== project.configFile;
}
