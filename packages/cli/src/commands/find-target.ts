import { basename, resolve } from "node:path";
import { DEFAULT_LIMITS, SandpiperError } from "@sandpiper/core";
import { displayPath } from "../output/display-path.ts";
import { suggest } from "../output/suggest.ts";
import type { ProjectFunction } from "../project/project.ts";

/**
 * A function by its name in the project at `folder`, or a `.wasm` file with the default settings: what has a slash or ends
 * in `.wasm` is a file.
 * @throws `E_NOT_FOUND`, and what `loadProject` throws
 */
export async function findTarget(target: string, folder: string): Promise<ProjectFunction> {
  if (target.endsWith(".wasm") || /[/\\]/.test(target)) return toDefinition(resolve(target));
  // Only a project has settings to be read, and a schema to be checked with.
  const { loadProject } = await import("../project/load-project.ts");
  const { functions, root } = await loadProject(folder);
  const found = functions.find(({ name }) => name === target);
  if (found) return found;
  const names = functions.map(({ name }) => name);
  const near = suggest(target, names);
  throw new SandpiperError(
    "E_NOT_FOUND",
    `there is no function "${target}" in ${displayPath(root)}${near ? `; did you mean "${near}"?` : ""}`,
    {
      hint:
        names.length > 0
          ? `There is ${names.join(", ")}.`
          : "The folder holds no functions; name a .wasm file, or another folder with --project.",
    },
  );
}

function toDefinition(wasm: string): ProjectFunction {
  return {
    name: basename(wasm),
    source: null,
    wasm,
    route: { path: "/" },
    abi: "stdio",
    contentType: undefined,
    description: undefined,
    env: {},
    directories: [],
    models: {},
    limits: DEFAULT_LIMITS,
    engine: undefined,
  };
}
