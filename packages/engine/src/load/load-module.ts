import type { Grants, LoadOptions } from "@sandpiper/core";
import type { HostModule } from "@sandpiper/nn";
import { createWasi } from "@sandpiper/wasi";
import { checkCommand, checkImports } from "../module/check-imports.ts";
import { describeCompiled, type ModuleDescription, type ModuleImport } from "../module/describe-module.ts";
import { readPlan } from "../module/plan-section.ts";
import { type MemoryImport, type PreparedModule, prepareModule } from "../module/prepare-module.ts";
import { WASI_MODULE } from "../run/execute.ts";
import type { RunnableModule } from "../run/runnable-module.ts";
import { type EngineOffers, toGrants } from "./to-grants.ts";
import { toLimits } from "./to-limits.ts";

/** A module that passed every check. */
export interface CheckedModule {
  /** Hex SHA-256 of the bytes as they came; empty for a module that came compiled. */
  readonly sha256: string;
  /** What an engine compiles; null for a module that came compiled. */
  readonly prepared: PreparedModule | null;
  /** What running it takes, but for the compiled module. */
  readonly settings: RunnableModule;
}

/**
 * Reads and checks a module and what it is to be given.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG`
 */
export async function loadModule(
  module: Uint8Array | WebAssembly.Module,
  options: LoadOptions,
  offers: EngineOffers,
): Promise<CheckedModule> {
  const name = options.name ?? "module";
  const limits = toLimits(options.limits);
  const grants = toGrants(options.grants, offers);
  const settings = { name, limits, grants };
  const context = { name, grants, offers };
  if (module instanceof WebAssembly.Module) {
    const description = describeCompiled(module);
    const plan = readPlan(module, name, limits.memoryBytes);
    const { memory = null, growRefusedGlobal = null, sha256 = "" } = plan ?? {};
    const hostModules = checkModule(description, memory, context);
    return { sha256, prepared: null, settings: { ...settings, memory, growRefusedGlobal, hostModules } };
  }
  const prepared = await prepareModule(module, { name, memoryBytes: limits.memoryBytes });
  const { memory, growRefusedGlobal, sha256 } = prepared;
  const hostModules = checkModule(prepared.description, memory, context);
  return { sha256, prepared, settings: { ...settings, memory, growRefusedGlobal, hostModules } };
}

export interface CheckContext {
  readonly name: string;
  readonly grants: Grants;
  readonly offers: EngineOffers;
}

/**
 * @returns the host modules of inference that it imports anything of
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`
 */
export function checkModule(
  description: ModuleDescription,
  memory: MemoryImport | null,
  { name, grants, offers }: CheckContext,
): string[] {
  const granted = grants.inference ? offers.inference : [];
  checkCommand(description, name);
  checkImports(description, (wanted) => isGranted(wanted, memory, granted), name);
  const names = granted.map((hostModule) => hostModule.name);
  return names.filter((known) => description.imports.some(({ module }) => module === known));
}

const GRANTED_FUNCTIONS: ReadonlySet<string> = new Set(Object.keys(createWasi().imports));

function isGranted(wanted: ModuleImport, memory: MemoryImport | null, hostModules: readonly HostModule[]): boolean {
  if (wanted.kind === "memory") return wanted.module === memory?.module && wanted.name === memory.name;
  if (wanted.kind !== "function") return false;
  if (wanted.module === WASI_MODULE) return GRANTED_FUNCTIONS.has(wanted.name);
  return hostModules.some(({ name, functions }) => name === wanted.module && functions.includes(wanted.name));
}
