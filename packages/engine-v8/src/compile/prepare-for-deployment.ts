import type { LoadOptions } from "@sandpiper/core";
import { checkModule, prepareModule, toGrants, toLimits, withPlan } from "@sandpiper/engine";
import { HOST_MODULES } from "@sandpiper/nn";
import { compileModule } from "./compile-module.ts";

const PAGE_BYTES = 65_536;

/** A module to be compiled elsewhere, and run there by the inline engine. */
export interface DeployableModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Hex SHA-256 of the module as it came. */
  readonly sha256: string;
  /** Import modules of inference that it uses; empty when it uses none. */
  readonly hostModules: readonly string[];
  /** Memory that it starts with, in bytes. */
  readonly initialMemoryBytes: number;
}

/**
 * Does at build time all that loading a module does, but for compiling it: checks it, rewrites it to keep within its limits and
 * writes down in it how to run it. What comes out is given compiled to the inline engine's `load`, with the same limits.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG`
 */
export async function prepareForDeployment(module: Uint8Array, options: LoadOptions = {}): Promise<DeployableModule> {
  const name = options.name ?? "module";
  const offers = { hostFolders: false, inference: HOST_MODULES };
  const grants = toGrants(options.grants, offers);
  const prepared = await prepareModule(module, { name, memoryBytes: toLimits(options.limits).memoryBytes });
  const hostModules = checkModule(prepared.description, prepared.memory, { name, grants, offers });
  await compileModule(prepared, module, name);
  const { memories } = prepared.description;
  const initialMemoryBytes = memories.reduce((sum, { initialPages }) => sum + initialPages * PAGE_BYTES, 0);
  return { bytes: withPlan(prepared), sha256: prepared.sha256, hostModules, initialMemoryBytes };
}
