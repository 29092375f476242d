import type { InstanceSource, MemoryImport } from "@sandpiper/engine";
import { toNativeString } from "../library/native-string.ts";
import type { Library, Pointer } from "../library/open-library.ts";
import { isOk, toThrown } from "../library/result-error.ts";
import { type HostCalls, NOTHING } from "./host-calls.ts";
import { NativeMemory, PAGE_BYTES } from "./native-memory.ts";

const START = toNativeString("_start");
const MEMORY = toNativeString("memory");
/** Zeroing more than this costs more than a new memory does. */
const LARGEST_KEPT_PAGES = (8 * 1024 ** 2) / PAGE_BYTES;

export interface SourceParts {
  readonly library: Library;
  readonly executor: Pointer;
  readonly calls: HostCalls;
  readonly ast: Pointer;
  /** The memory the host makes; null when the module has none, or keeps its own. */
  readonly memory: MemoryImport | null;
  readonly growRefusedGlobal: string | null;
}

export interface ClosableSource extends InstanceSource {
  /** Frees the module's code too. */
  close(): void;
}

/** What a module imports of the host: functions for all runs, and the memory of one or of several. */
class HostModules {
  readonly #modules = new Map<string, Pointer>();
  readonly #store: Pointer;
  readonly #parts: SourceParts;
  memory: NativeMemory | null = null;

  constructor(parts: SourceParts) {
    const { library, executor, calls, ast, memory } = parts;
    this.#parts = parts;
    this.#store = library.StoreCreate();
    calls.register(ast, (name) => this.#module(name));
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

/**
 * A new instance for each invocation: new globals, tables and segments. The host's functions are made once, and a memory that
 * did not grow is kept and zeroed, which costs a tenth of a new one.
 */
export function createSource(parts: SourceParts): ClosableSource {
  const { library, executor, calls, memory: wanted, growRefusedGlobal } = parts;
  let modules: HostModules | null = null;
  let instance: Pointer | null = null;
  let dirty = false;

  const source: ClosableSource = {
    acquire(imports, bind) {
      source.tidy();
      calls.begin(imports);
      modules ??= new HostModules(parts);
      dirty = true;
      if (modules.memory) bind(modules.memory.asMemory);
      const made = modules.instantiate();
      instance = made.instance;
      if (calls.thrown !== NOTHING) throw calls.thrown;
      if (made.error) throw made.error;
      const running = instance!;
      const own = modules.memory ? null : library.ModuleInstanceFindMemory(running, MEMORY);
      const memory = modules.memory ?? (own === null ? null : new NativeMemory(library, own));
      if (own !== null) bind(memory!.asMemory);
      const exports: Record<string, unknown> = { _start: () => start(running) };
      if (growRefusedGlobal !== null) exports[growRefusedGlobal] = readGlobal(running, growRefusedGlobal);
      return { instance: { exports: exports as WebAssembly.Exports }, memory: memory?.asMemory ?? null };
    },
    release() {
      if (instance !== null) library.ModuleInstanceDelete(instance);
      instance = null;
      if (modules && !mayKeep(modules.memory, wanted)) {
        modules.close();
        modules = null;
      }
    },
    tidy() {
      if (dirty && modules?.memory) new Uint8Array(modules.memory.buffer).fill(0);
      dirty = false;
    },
    close() {
      modules?.close();
      modules = null;
      library.ASTModuleDelete(parts.ast);
    },
  };
  return source;

  function start(running: Pointer): void {
    const f = library.ModuleInstanceFindFunction(running, START);
    if (f === null) throw new WebAssembly.LinkError("it exports no function _start");
    const result = library.ExecutorInvoke(executor, f, null, 0, null, 0);
    if (calls.thrown !== NOTHING) throw calls.thrown;
    if (!isOk(result)) throw toThrown(library, result);
  }

  /** An exported i32 as a `WebAssembly.Global` has it: read when it is asked for. */
  function readGlobal(running: Pointer, name: string): { readonly value: number } {
    const global = library.ModuleInstanceFindGlobal(running, toNativeString(name));
    return {
      get value() {
        return global === null ? 0 : Number(BigInt.asUintN(32, BigInt(library.GlobalInstanceGetValue(global).Low)));
      },
    };
  }
}

/** A memory cannot shrink, and the next guest would see its size. */
function mayKeep(memory: NativeMemory | null, wanted: MemoryImport | null): boolean {
  if (memory === null || wanted === null) return true;
  return !wanted.shared && memory.pages === wanted.initialPages && wanted.initialPages <= LARGEST_KEPT_PAGES;
}
