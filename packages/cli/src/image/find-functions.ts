import { createHash } from "node:crypto";
import { SandpiperError } from "@sandpiper/core";
import type { Component } from "@sandpiper/oci";
import type { Deployment, DeploymentProblem } from "@sandpiper/targets";
import { displayPath } from "../output/display-path.ts";
import { suggest } from "../output/suggest.ts";
import type { Project, ProjectFunction } from "../project/project.ts";
import { readModule } from "../project/read-module.ts";
import { toSettings } from "../project/to-settings.ts";

/** A function whose module is a container by itself. */
export interface FunctionModule {
  readonly definition: ProjectFunction;
  readonly module: Uint8Array;
  /** It alone. */
  readonly deployment: Deployment;
  /** Where it answers HTTP, for one that listens by itself; null for one that reads its standard input and ends. */
  readonly port: number | null;
}

export interface FoundFunctions {
  readonly functions: readonly FunctionModule[];
  readonly problems: readonly DeploymentProblem[];
}

/** What every runtime that runs WebAssembly as the container provides. */
const WASI = "wasi_snapshot_preview1";
/** WasmEdge's sockets are part of it, and crun's WasmEdge has them. */
const LISTENS = "sock_listen";
/** Where such a module is expected to listen, unless its settings have a `PORT` in their environment. */
const PORT = 8080;

/**
 * The modules of functions, as they are built, and why some cannot run without Sandpiper around them.
 * @param names null for all
 * @throws `E_NOT_FOUND`, `E_BUILD`
 */
export async function findFunctions(project: Project, names: readonly string[] | null): Promise<FoundFunctions> {
  const functions: FunctionModule[] = [];
  const problems: DeploymentProblem[] = [];
  for (const definition of select(project, names)) {
    const { name, wasm, directories } = definition;
    if (wasm === null) throw new SandpiperError("E_BUILD", `${name} is not built`, { hint: "Run: sandpiper build" });
    const module = await readModule(wasm);
    const imports = await readImports(name, module);
    const others = [...new Set(imports.map((imported) => imported.module))].filter((from) => from !== WASI);
    const refused = { functions: [name], kind: "refused" } as const;
    if (others.length > 0) {
      const message = `${name} imports ${others.join(" and ")}, which no runtime has that runs a module as the container`;
      problems.push({
        ...refused,
        message,
        hint: "Leave it out with --function, or take the shape node, which brings it along.",
      });
    }
    if (directories.length > 0) {
      const message = `${name} uses folders of this machine, which no image has`;
      problems.push({
        ...refused,
        message,
        hint: 'Take "dirs" out of its settings, and mount a volume where it runs.',
      });
    }
    const listens = imports.some((imported) => imported.name === LISTENS);
    const deployed = {
      settings: toSettings(definition),
      route: definition.route,
      module: `${name}.wasm`,
      models: null,
    };
    const deployment = { name, functions: [deployed], staticFiles: new Map() };
    functions.push({ definition, module, deployment, port: listens ? toPort(definition) : null });
  }
  if (functions.length > 0) return { functions, problems };
  throw new SandpiperError("E_NOT_FOUND", `${displayPath(project.root)} holds no functions to make images of`);
}

/** @throws `E_CONFIG` */
function toPort({ name, env }: ProjectFunction): number {
  const port = Number(env.PORT ?? PORT);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new SandpiperError("E_CONFIG", `${name} listens, and PORT in its environment is "${env.PORT}"`, {
    hint: "Give it a number from 1 to 65535.",
  });
}

function select({ functions }: Project, names: readonly string[] | null): readonly ProjectFunction[] {
  if (names === null) return functions;
  const known = functions.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = suggest(name, known);
    throw new SandpiperError(
      "E_NOT_FOUND",
      `there is no function "${name}"${near ? `; did you mean "${near}"?` : ""}`,
      {
        hint: `There is ${known.join(", ")}.`,
      },
    );
  }
  return functions.filter(({ name }) => names.includes(name));
}

async function readImports(name: string, bytes: Uint8Array): Promise<WebAssembly.ModuleImportDescriptor[]> {
  try {
    return WebAssembly.Module.imports(await WebAssembly.compile(new Uint8Array(bytes)));
  } catch (cause) {
    throw new SandpiperError("E_MODULE_INVALID", `${name} is no module: ${(cause as Error).message}`, { cause });
  }
}

export function toModuleComponent(name: string, module: Uint8Array): Component {
  return { type: "application", name: `${name}.wasm`, sha256: createHash("sha256").update(module).digest("hex") };
}
