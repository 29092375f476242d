import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { type ErrorCode, type NamedModel, SandpiperError } from "@sandpiper/core";
import { prepareForDeployment } from "@sandpiper/engine-v8";
import type { DeployedFunction, Deployment, DeploymentProblem, ModuleFacts } from "@sandpiper/targets";
import { resolveModels } from "../models/resolve-model.ts";
import { displayPath } from "../output/display-path.ts";
import { listFiles } from "../output/list-files.ts";
import type { Project, ProjectFunction } from "../project/project.ts";
import { readModule } from "../project/read-module.ts";
import { toSettings } from "../project/to-settings.ts";
import type { Progress } from "../toolchain/progress.ts";

/** A deployment, and the files that its program finds beside it. */
export interface CollectedDeployment {
  readonly deployment: Deployment;
  /** Modules and models, by path relative to the program. */
  readonly programFiles: ReadonlyMap<string, Uint8Array>;
  /** Import modules of inference that its functions use; empty when none uses any. */
  readonly hostModules: readonly string[];
  /** By the function's name. */
  readonly modules: ReadonlyMap<string, ModuleFacts>;
  /** What runs on no cloud; the functions that have it are in nothing of the above. */
  readonly problems: readonly DeploymentProblem[];
}

/**
 * Reads, checks and prepares all that a project deploys.
 * @throws `E_BUILD` (a function is not built), `E_CONFIG` (there is no folder of static files)
 */
export async function collectDeployment(project: Project, onProgress?: Progress): Promise<CollectedDeployment> {
  const programFiles = new Map<string, Uint8Array>();
  const modules = new Map<string, ModuleFacts>();
  const functions: DeployedFunction[] = [];
  const problems: DeploymentProblem[] = [];
  for (const definition of project.functions) {
    try {
      functions.push(await collectFunction(definition, { programFiles, modules, onProgress }));
    } catch (error) {
      problems.push(toProblem(definition, error));
    }
  }
  const modelBytes = [...programFiles].reduce(
    (sum, [path, { length }]) => (path.startsWith(MODEL_FOLDER) ? sum + length : sum),
    0,
  );
  return {
    deployment: { name: toName(project), functions, staticFiles: await readStaticFiles(project), modelBytes },
    programFiles,
    hostModules: [...new Set([...modules.values()].flatMap(({ hostModules }) => hostModules))].sort(),
    modules,
    problems,
  };
}

/** Codes of what is wrong with one function, of which the others know nothing. */
const OF_ONE_FUNCTION: ReadonlySet<ErrorCode> = new Set([
  "E_CONFIG",
  "E_IMPORT_NOT_GRANTED",
  "E_MEMORY_LIMIT",
  "E_MODULE_INVALID",
]);

/** So that all functions are looked at, whatever the first has. */
function toProblem({ name }: ProjectFunction, error: unknown): DeploymentProblem {
  if (!(error instanceof SandpiperError && OF_ONE_FUNCTION.has(error.code))) throw error;
  const { message, hint = "Mend it, or take it out of the settings." } = error;
  return { functions: [name], kind: "refused", message, hint };
}

async function readStaticFiles({ staticFolder }: Project): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  if (staticFolder === null) return files;
  if (!existsSync(staticFolder)) {
    throw new SandpiperError("E_CONFIG", `static: there is no folder ${displayPath(staticFolder)}`, {
      hint: "Build what belongs there (often: npm run build), or take the key out of the settings.",
    });
  }
  for (const file of await listFiles(staticFolder)) {
    files.set(relative(staticFolder, file).split(sep).join("/"), await readFile(file));
  }
  return files;
}

/** Where models lie beside the program. */
const MODEL_FOLDER = "models/";

interface Collection {
  readonly programFiles: Map<string, Uint8Array>;
  readonly modules: Map<string, ModuleFacts>;
  readonly onProgress: Progress | undefined;
}

async function collectFunction(
  definition: ProjectFunction,
  { programFiles, modules, onProgress }: Collection,
): Promise<DeployedFunction> {
  const { name, wasm, limits, route } = definition;
  if (wasm === null) throw new SandpiperError("E_BUILD", `${name} is not built`, { hint: "Run: sandpiper build" });
  if (definition.directories.length > 0) {
    throw new SandpiperError("E_CONFIG", `${name} uses folders of this machine, which no cloud has`, {
      hint: 'Take "dirs" out of its settings, or run it on a server of your own.',
    });
  }
  const grants = definition.models ? { inference: {} } : {};
  const { bytes, hostModules, initialMemoryBytes } = await prepareForDeployment(await readModule(wasm), {
    name,
    limits,
    grants,
  });
  const models: Record<string, NamedModel> = {};
  const files = new Map<string, Uint8Array>();
  if (hostModules.length > 0) {
    for (const [called, model] of Object.entries(await resolveModels(definition.models ?? {}, onProgress))) {
      if (model.tags) {
        throw new SandpiperError("E_CONFIG", `${name} uses the saved model ${called}, which runs on no cloud`, {
          hint: "Convert it to TensorFlow Lite.",
        });
      }
      const path = `${MODEL_FOLDER}${model.sha256.slice(0, 16)}${extname(model.path) || basename(model.path)}`;
      files.set(path, await readFile(model.path));
      models[called] = { ...model, path };
    }
  }
  const modelBytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const module = `${name}.wasm`;
  files.set(module, bytes);
  for (const [path, content] of files) programFiles.set(path, content);
  modules.set(name, { hostModules, initialMemoryBytes, modelBytes });
  return { settings: toSettings(definition), route, module, models: hostModules.length > 0 ? models : null };
}

/** A name that every cloud takes. */
export function toName({ root }: Project): string {
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name.slice(0, 48) || "sandpiper-app";
}

/** Where static files lie beside a program that serves them itself. */
export const STATIC_FOLDER = "public";

export function toStaticFiles({ staticFiles }: Deployment): Map<string, Uint8Array> {
  return new Map([...staticFiles].map(([path, content]) => [join(STATIC_FOLDER, path), content]));
}
