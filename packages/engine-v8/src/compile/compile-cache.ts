/** Compiled modules by what they were made of; the least recently used go first, and are compiled again when needed. */
export class CompileCache {
  readonly #kept: number;
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>();

  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Compiles once, however many ask at the same time; a failure is not kept. */
  get(key: string, compile: () => Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
    const found = this.#modules.get(key);
    if (found) {
      this.#modules.delete(key);
      this.#modules.set(key, found);
      return found;
    }
    const compiling = compile();
    this.#modules.set(key, compiling);
    compiling.catch(() => this.#modules.delete(key));
    if (this.#modules.size > this.#kept) this.#modules.delete(this.#modules.keys().next().value!);
    return compiling;
  }
}
