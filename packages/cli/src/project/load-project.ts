import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { DEFAULT_LIMITS, type Limits, type Route, SandpiperError } from "@sandpiper/core";
import { isFunctionSource } from "../build/find-sources.ts";
import { loadConfig } from "../config/load-config.ts";
import { formatRoute } from "../config/route.ts";
import type { ParsedConfig, ParsedFunctionConfig } from "../config/schema.ts";
import { toModelDefinition } from "../models/to-model-definition.ts";
import { displayPath } from "../output/display-path.ts";
import { type DiscoveredFunction, discoverFunctions } from "./discover-functions.ts";
import type { Project, ProjectFunction } from "./project.ts";

/**
 * Reads a project: its settings, and what its folder holds, the former refining the latter.
 * @throws `E_NOT_FOUND` (no such folder), `E_CONFIG`
 */
export async function loadProject(folder: string): Promise<Project> {
  const root = resolve(folder);
  await checkFolder(root);
  const { file, config } = await loadConfig(root);
  const settings = Object.entries(config.functions ?? {});
  const where = file === null ? "settings" : displayPath(file);

  const claimed = new Set<string>();
  for (const [, { source, wasm }] of settings) {
    if (source !== undefined) claimed.add(resolve(root, source));
    if (wasm !== undefined) claimed.add(resolve(root, wasm));
  }
  const named = new Set(settings.map(([name]) => name));
  const discovered = (await discoverFunctions(root)).filter(
    (found) => named.has(found.name) || !isClaimed(found, claimed, root),
  );
  const byName = new Map(discovered.map((found) => [found.name, found]));

  const functions: ProjectFunction[] = [];
  for (const name of new Set([...byName.keys(), ...named])) {
    const own: ParsedFunctionConfig = config.functions?.[name] ?? {};
    functions.push(await resolveFunction(root, name, own, byName.get(name), where, config));
  }
  functions.sort((a, b) => (a.name < b.name ? -1 : 1));
  checkRoutes(functions, where);

  const staticFolder = config.static === undefined ? null : resolve(root, config.static);
  // One that is not there yet may still be built; what deploys it asks for it then.
  const isThere = staticFolder !== null && (await stat(staticFolder).catch(() => null));
  if (isThere && !isThere.isDirectory()) {
    throw new SandpiperError("E_CONFIG", `${where}: static: ${displayPath(staticFolder)} is no folder`, {
      hint: "Name the folder that the files are in.",
    });
  }
  return {
    root,
    configFile: file,
    distFolder: join(root, "dist"),
    functions,
    staticFolder,
    host: config.host,
    port: config.port,
    workers: config.workers,
    inference: {
      threads: config.inference?.threads,
      memoryBytes: config.inference?.memory,
      native: config.inference?.native,
    },
  };
}

/** Whether the settings serve the same files under another name. */
function isClaimed(found: DiscoveredFunction, claimed: ReadonlySet<string>, root: string): boolean {
  if (found.source !== null) return claimed.has(found.source);
  if (found.modules.some((module) => claimed.has(module))) return true;
  const stems = [...claimed].map((path) => basename(path));
  return found.modules.every((module) => module.startsWith(join(root, "dist"))) && stems.includes(found.name);
}

async function resolveFunction(
  root: string,
  name: string,
  own: ParsedFunctionConfig,
  found: DiscoveredFunction | undefined,
  where: string,
  all: Pick<ParsedConfig, "engine">,
): Promise<ProjectFunction> {
  const source = own.source === undefined ? (found?.source ?? null) : resolve(root, own.source);
  if (own.source !== undefined) await checkSource(source!, `${where}: functions.${name}.source`);
  const candidates = [...(found?.modules ?? [])];
  if (own.source !== undefined) {
    candidates.push(join(root, "dist", `${name}.wasm`), join(source!, `${name}.wasm`));
    candidates.push(join(source!, `${basename(source!)}.wasm`));
  }
  const wasm = own.wasm === undefined ? await newest(candidates) : resolve(root, own.wasm);
  if (own.wasm !== undefined && source === null && !(await modified(wasm!))) {
    throw new SandpiperError("E_CONFIG", `${where}: functions.${name}.wasm: there is no file ${displayPath(wasm!)}`, {
      hint: "Build it first, or correct the path; it is relative to the settings file.",
    });
  }
  if (source === null && wasm === null) {
    throw new SandpiperError("E_CONFIG", `${where}: functions.${name}: has neither a source nor a module`, {
      hint: `Name one with "source" or "wasm", or put it in functions/${name}/.`,
    });
  }
  return {
    name,
    source,
    wasm: wasm !== null && (await modified(wasm)) ? wasm : null,
    route: own.route ?? { path: `/${name}` },
    abi: own.abi ?? "stdio",
    contentType: own.contentType,
    description: own.description,
    env: own.env ?? {},
    directories: await Promise.all(
      (own.dirs ?? []).map(async ({ host, guest, readOnly }, i) => {
        const folder = resolve(root, host);
        if (!(await isFolder(folder))) {
          const at = `${where}: functions.${name}.dirs.${i}.host`;
          throw new SandpiperError("E_CONFIG", `${at}: there is no folder ${displayPath(folder)}`, {
            hint: "Make the folder, or correct the path; it is relative to the settings file.",
          });
        }
        return { host: folder, guest, readOnly: readOnly ?? false };
      }),
    ),
    models: own.inference === false ? null : toModels(root, name, own, where),
    limits: toLimits(own),
    engine: own.engine ?? all.engine,
  };
}

function toModels(root: string, name: string, own: ParsedFunctionConfig, where: string) {
  const models = Object.entries(own.models ?? {});
  return Object.fromEntries(
    models.map(([model, settings]) => [
      model,
      toModelDefinition(root, `${where}: functions.${name}.models.${model}`, settings),
    ]),
  );
}

function toLimits(own: ParsedFunctionConfig): Limits {
  const timeoutMs = own.timeout ?? DEFAULT_LIMITS.timeoutMs;
  return {
    timeoutMs,
    cpuTimeoutMs: own.cpu ?? timeoutMs,
    memoryBytes: own.memory ?? DEFAULT_LIMITS.memoryBytes,
    bodyBytes: own.maxBody ?? DEFAULT_LIMITS.bodyBytes,
    outputBytes: own.maxOutput ?? DEFAULT_LIMITS.outputBytes,
    logBytes: DEFAULT_LIMITS.logBytes,
  };
}

/** Two functions may share a path only if no method belongs to both. */
function checkRoutes(functions: readonly ProjectFunction[], where: string): void {
  const taken: ProjectFunction[] = [];
  for (const candidate of functions) {
    const other = taken.find((known) => overlap(known.route, candidate.route));
    if (other) {
      throw new SandpiperError(
        "E_CONFIG",
        `${where}: "${other.name}" and "${candidate.name}" both answer at ${formatRoute(candidate.route)}`,
        { hint: `Give one of them another "route".` },
      );
    }
    taken.push(candidate);
  }
}

function overlap(a: Route, b: Route): boolean {
  if (a.path !== b.path) return false;
  return !a.methods || !b.methods || a.methods.some((method) => b.methods!.includes(method));
}

/** The candidate that was written last; null when none exists. */
async function newest(candidates: readonly string[]): Promise<string | null> {
  let best: string | null = null;
  let bestTime = 0;
  for (const candidate of candidates) {
    const time = await modified(candidate);
    if (time > bestTime) {
      best = candidate;
      bestTime = time;
    }
  }
  return best;
}

/** When a file was written; 0 when there is none. */
async function modified(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? found.mtimeMs : 0;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function checkFolder(root: string): Promise<void> {
  if (await isFolder(root)) return;
  throw new SandpiperError("E_NOT_FOUND", `there is no folder ${displayPath(root)}`, {
    hint: "Name a folder that holds functions, or make one: sandpiper new my-app",
  });
}

async function checkSource(source: string, at: string): Promise<void> {
  if (!(await isFolder(source))) {
    throw new SandpiperError("E_CONFIG", `${at}: there is no folder ${displayPath(source)}`, {
      hint: "Correct the path; it is relative to the settings file.",
    });
  }
  if (!(await isFunctionSource(source))) {
    throw new SandpiperError("E_CONFIG", `${at}: ${displayPath(source)} holds no source that can be built`, {
      hint: "A Rust crate with its Cargo.toml is one. A module that is built already is named with `wasm`.",
    });
  }
}
