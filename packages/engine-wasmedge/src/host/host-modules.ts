import type { MemoryImport } from "@sandpiper/engine";
import { toNativeString } from "../library/native-string.ts";
import type { Library, Pointer } from "../library/open-library.ts";
import { isOk, toThrown } from "../library/result-error.ts";
import type { HostCalls, KnownImport } from "./host-calls.ts";
import { NativeMemory } from "./native-memory.ts";

export interface HostModulesParts {
  readonly library: Library;
  readonly executor: Pointer;
  readonly calls: HostCalls;
  readonly ast: Pointer;
  readonly imports: readonly KnownImport[];
  /** The memory the host makes; null when the module has none, or keeps its own. */
  readonly memory: MemoryImport | null;
}

/** What a module imports of the host: functions for all runs, and the memory of one or of several. */
export class HostModules {
  readonly #modules = new Map<string, Pointer>();
  readonly #store: Pointer;
  readonly #parts: HostModulesParts;
  memory: NativeMemory | null = null;

  constructor(parts: HostModulesParts) {
    const { library, executor, calls, imports, memory } = parts;
    this.#parts = parts;
    this.#store = library.StoreCreate();
    for (const wanted of imports) calls.add(wanted, this.#module(wanted.module));
    if (memory) this.#addMemory(memory);
    for (const module of this.#modules.values()) {
      const result = library.ExecutorRegisterImport(executor, this.#store, module);
      if (!isOk(result)) throw toThrown(library, result);
    }
  }

  instantiate(): { readonly instance: Pointer | null; readonly error: Error | null } {
    const { library, executor, ast } = this.#parts;
    const out: [Pointer | null] = [null];
    const result = library.ExecutorInstantiate(executor, out, this.#store, ast);
    return { instance: out[0], error: isOk(result) ? null : toThrown(library, result) };
  }

  close(): void {
    for (const module of this.#modules.values()) this.#parts.library.ModuleInstanceDelete(module);
    this.#parts.library.StoreDelete(this.#store);
  }

  #module(name: string): Pointer {
    let module = this.#modules.get(name);
    if (module === undefined) {
      module = this.#parts.library.ModuleInstanceCreate(toNativeString(name));
      this.#modules.set(name, module);
    }
    return module;
  }

  #addMemory({ module, name, initialPages, maximumPages, shared }: MemoryImport): void {
    const { library } = this.#parts;
    const type = library.createMemoryType(initialPages, maximumPages, shared);
    const memory = library.MemoryInstanceCreate(type);
    library.MemoryTypeDelete(type);
    if (memory === null) throw new RangeError("out of memory: WasmEdge could not allocate a guest's memory");
    library.ModuleInstanceAddMemory(this.#module(module), toNativeString(name), memory);
    this.memory = new NativeMemory(library, memory);
  }
}
