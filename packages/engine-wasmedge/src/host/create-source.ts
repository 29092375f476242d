import type { InstanceSource, MemoryImport } from "@sandpiper/engine";
import { toNativeString } from "../library/native-string.ts";
import type { Pointer } from "../library/open-library.ts";
import { isOk, toThrown } from "../library/result-error.ts";
import { type KnownImport, NOTHING } from "./host-calls.ts";
import { HostModules, type HostModulesParts } from "./host-modules.ts";
import { NativeMemory, PAGE_BYTES } from "./native-memory.ts";

const START = toNativeString("_start");
const MEMORY = toNativeString("memory");
/** Zeroing more than this costs more than a new memory does. */
const LARGEST_KEPT_PAGES = (8 * 1024 ** 2) / PAGE_BYTES;

export interface SourceParts extends Omit<HostModulesParts, "imports"> {
  readonly growRefusedGlobal: string | null;
}

export interface ClosableSource extends InstanceSource {
  /** Frees the module's code too. */
  close(): void;
}

/**
 * A new instance for each invocation: new globals, tables and segments. The host's functions are made once, and a memory that
 * did not grow is kept and zeroed, which costs a tenth of a new one.
 */
export function createSource(parts: SourceParts): ClosableSource {
  const { library, executor, calls, memory: wanted, growRefusedGlobal } = parts;
  let imported: readonly KnownImport[] | null = null;
  let modules: HostModules | null = null;
  let instance: Pointer | null = null;
  let dirty = false;

  const source: ClosableSource = {
    acquire(imports, bind) {
      source.tidy();
      calls.begin(imports);
      imported ??= calls.describe(parts.ast);
      modules ??= new HostModules({ ...parts, imports: imported });
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
      calls.forget(imported ?? []);
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
