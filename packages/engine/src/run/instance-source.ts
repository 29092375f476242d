/** Gives instances of one module, one at a time. */
export interface InstanceSource {
  /**
   * @param imports what the module was granted, without the memory the host makes
   * @param bind is given that memory before any of the guest's code runs
   * @throws what making an instance throws, and what a start function does
   */
  acquire(imports: WebAssembly.Imports, bind: (memory: WebAssembly.Memory) => void): AcquiredInstance;
  /** Ends the use of what was acquired, also when `acquire` threw. */
  release(): void;
  /** Does work that was put off until nobody waits; calling it is never necessary. */
  tidy(): void;
}

/** An instance as `WebAssembly.Instance` has it; an engine of its own gives what looks like one. */
export interface AcquiredInstance {
  readonly instance: Pick<WebAssembly.Instance, "exports">;
  /** The memory pointers point into; null when the module has none. */
  readonly memory: WebAssembly.Memory | null;
}
