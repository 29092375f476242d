import type { RunnableModule } from "../run/runnable-module.ts";

/**
 * How an instance comes to be. An invocation must find exactly what the module's own bytes say (memory, globals,
 * tables, segments) and nothing an earlier one left: that is the promise every strategy keeps, each at its own cost.
 */
export interface InstanceStrategy {
  readonly name: string;
  /** Called once for a module in each thread that runs it. */
  createSource(module: RunnableModule): InstanceSource;
}

/** Gives instances of one module, one at a time. */
export interface InstanceSource {
  /**
   * @param imports what the module was granted, without the memory the host makes
   * @param bind is given that memory before any of the guest's code runs
   * @throws what `new WebAssembly.Instance` throws, and what a start function does
   */
  acquire(imports: WebAssembly.Imports, bind: (memory: WebAssembly.Memory) => void): AcquiredInstance;
  /** Ends the use of what was acquired, also when `acquire` threw. */
  release(): void;
  /** Does work that was put off until nobody waits; calling it is never necessary. */
  tidy(): void;
}

export interface AcquiredInstance {
  readonly instance: WebAssembly.Instance;
  /** The memory pointers point into; null when the module has none. */
  readonly memory: WebAssembly.Memory | null;
}
