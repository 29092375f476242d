import type { Inference } from "../inference.ts";

/** What host calls of inference work with: one guest's, for one invocation. */
export interface HostContext {
  readonly inference: Inference;
  /** The guest's memory as it is now, or null before there is one. Ask anew in each call: it moves when it grows. */
  readonly memory: () => WebAssembly.Memory | null;
  /** Most bytes the host keeps for this guest at a time: inputs, outputs, and tables of handles. */
  readonly memoryBytes: number;
  /** Takes one line for the function's logs, without its end. */
  readonly log: (line: string) => void;
  /** Reads a folder the guest was granted, by its path there: relative path -> content. Left out where there are none. */
  readonly readFolder?: (path: string) => ReadonlyMap<string, Uint8Array>;
}

/** A module of imports that guests know by `name`. */
export interface HostModule {
  readonly name: string;
  /** Names of all its functions: what a guest may import from it. */
  readonly functions: readonly string[];
  /** The functions for one guest. What they throw is meant to end the guest: answers of errors are numbers. */
  create(context: HostContext): WebAssembly.ModuleImports;
}
