import { createFunction, type Engine, type Grants, SandpiperError, type SandpiperFunction } from "@sandpiper/core";
import { resolveModels } from "../models/resolve-model.ts";
import type { Progress } from "../toolchain/progress.ts";
import type { ProjectFunction } from "./project.ts";
import { readModule } from "./read-module.ts";
import { toSettings } from "./to-settings.ts";

export interface LoadedFunction extends SandpiperFunction {
  readonly moduleBytes: number;
}

/**
 * Reads, compiles and prepares a function's module.
 * @param onProgress is told of models that are fetched
 * @throws `E_BUILD` (it is not built), `E_NOT_FOUND` (its file is gone), `E_CONFIG` (a model cannot be had), and what
 *   `Engine.load` throws
 */
export async function loadFunction(
  engine: Engine,
  definition: ProjectFunction,
  onProgress?: Progress,
): Promise<LoadedFunction> {
  const { name, limits } = definition;
  if (definition.wasm === null) {
    throw new SandpiperError("E_BUILD", `${name} is not built`, { hint: "Run: sandpiper build" });
  }
  const bytes = await readModule(definition.wasm);
  const grants: Grants = {
    directories: definition.directories,
    ...(definition.models ? { inference: { models: await resolveModels(definition.models, onProgress) } } : {}),
  };
  const module = await engine.load(bytes, { name, limits, grants });
  return { ...createFunction(toSettings(definition), module), moduleBytes: bytes.length };
}
