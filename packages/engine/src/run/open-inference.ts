import { type InferenceGrant, SandpiperError, toSandpiperError } from "@sandpiper/core";
import type { HostModule, Inference } from "@sandpiper/nn";
import type { OpenHostDirectory } from "./open-preopens.ts";
import { readGrantedFolder } from "./read-granted-folder.ts";
import type { RunnableModule } from "./runnable-module.ts";
import { toUncatchable } from "./to-uncatchable.ts";

/** The inference of one run, as its instance imports it. */
export interface GuestInference {
  readonly imports: WebAssembly.Imports;
  /** Names the memory that pointers point into; to be called before the guest runs. */
  bind(memory: WebAssembly.Memory): void;
  /** Why the host ended the guest, which then looks like a trap; null when it did not. */
  readonly stoppedBy: SandpiperError | null;
}

export interface InferencePlace {
  /** What guests may import. A program that is deployed names only those that its functions use. */
  readonly modules: readonly HostModule[];
  /** Makes the inference of one run. */
  open(grant: InferenceGrant, timeoutMs: number): Inference;
}

/**
 * Only what the module imports is made: most import none of it.
 * @param log takes a line for the function's logs
 */
export function openInference(
  { hostModules, grants, limits, name }: RunnableModule,
  place: InferencePlace | null,
  openHostDirectory: OpenHostDirectory | null,
  log: (line: string) => void,
): GuestInference | null {
  if (hostModules.length === 0) return null;
  if (!place || !grants.inference) throw new SandpiperError("E_INTERNAL", `${name} was let in without its inference`);
  let bound: WebAssembly.Memory | null = null;
  let stoppedBy: SandpiperError | null = null;
  const context = {
    inference: place.open(grants.inference, limits.timeoutMs),
    memory: () => bound,
    memoryBytes: limits.memoryBytes,
    log,
    readFolder: (path: string) => readGrantedFolder(path, grants.directories ?? [], limits, openHostDirectory),
  };
  const stop = (error: unknown): never => {
    stoppedBy ??= toSandpiperError(error);
    throw toUncatchable(stoppedBy);
  };
  const imports: Record<string, WebAssembly.ModuleImports> = {};
  for (const hostModule of place.modules) {
    if (!hostModules.includes(hostModule.name)) continue;
    const functions: WebAssembly.ModuleImports = {};
    for (const [called, call] of Object.entries(hostModule.create(context))) {
      functions[called] = (...args: unknown[]) => {
        try {
          return (call as (...args: unknown[]) => unknown)(...args);
        } catch (error) {
          return stop(error);
        }
      };
    }
    imports[hostModule.name] = functions;
  }
  return {
    imports,
    bind(memory) {
      bound = memory;
    },
    get stoppedBy() {
      return stoppedBy;
    },
  };
}
