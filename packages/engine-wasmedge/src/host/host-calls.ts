import { koffi, libc } from "../library/native.ts";
import { fromNativeString, toNativeString } from "../library/native-string.ts";
import type { GivenString, Library, Pointer, Result } from "../library/open-library.ts";
import { SUCCESS, TERMINATED } from "../library/result-error.ts";

/** Bytes of a `WasmEdge_Value`, and where its type stands in it. */
const VALUE_BYTES = 32;
const TYPE_AT = 16;
const TYPE_BYTES = 8;
/** More than any function of the host takes. */
const MOST_PARAMETERS = 16;
/** `WasmEdge_ExternalType_Function`. */
const FUNCTION = 0;

/** Stands for: nothing was thrown. A host call can throw anything. */
export const NOTHING: unique symbol = Symbol("nothing was thrown");

type NumberKind = "i32" | "i64" | "f32" | "f64";
type Call = (...args: (number | bigint)[]) => number | bigint | undefined;

/** A function that a module imports. */
interface Import {
  readonly module: string;
  readonly name: string;
  readonly parameters: readonly NumberKind[];
  readonly result: NumberKind | null;
}

/** An import that WasmEdge can be given a function for. */
export interface KnownImport {
  readonly number: number;
  readonly module: string;
  readonly name: GivenString;
  /** Its type, as the module declares it. */
  readonly signature: Pointer;
}

/**
 * Functions of JavaScript as WasmEdge calls them. One native function stands for all of them: its first argument, which is
 * given to WasmEdge with each import, says which is meant. What they are is set for each run.
 */
export class HostCalls {
  /** What came out of the last call that failed; the guest was ended by it. */
  thrown: unknown = NOTHING;
  readonly #library: Library;
  readonly #callback: Pointer;
  /** By the number that WasmEdge gives back with each call; 0 would be no address. */
  readonly #imports = new Map<number, Import>();
  #last = 0;
  readonly #typeOf: Readonly<Record<NumberKind, Uint8Array>>;
  readonly #copy: (to: Uint8Array | Pointer, from: Uint8Array | Pointer, bytes: number) => void;
  /** Parameters of one call, or its result: calls do not nest. */
  readonly #values = new DataView(new ArrayBuffer(VALUE_BYTES * MOST_PARAMETERS));
  readonly #bytes = new Uint8Array(this.#values.buffer);
  #current: WebAssembly.Imports = {};

  constructor(library: Library) {
    this.#library = library;
    this.#typeOf = {
      i32: library.ValTypeGenI32().Data,
      i64: library.ValTypeGenI64().Data,
      f32: library.ValTypeGenF32().Data,
      f64: library.ValTypeGenF64().Data,
    };
    // Copying costs less than a view of the native memory, which is an object to be collected.
    this.#copy = libc.func("void *memcpy(void *, void *, size_t)");
    const prototype = koffi.proto("WasmEdge_Result WasmEdge_HostFunc(void *, void *, void *, void *)");
    this.#callback = koffi.register(
      (data: Pointer, _frame: Pointer, parameters: Pointer, returns: Pointer) => this.#call(data, parameters, returns),
      koffi.pointer(prototype),
    );
  }

  /** What the imports of the next run lead to. */
  begin(imports: WebAssembly.Imports): void {
    this.#current = imports;
    this.thrown = NOTHING;
  }

  /**
   * The functions that a module imports, to be added to modules of WasmEdge as often as it takes.
   * @throws `WebAssembly.LinkError` for one that no function of the host can be
   */
  describe(ast: Pointer): KnownImport[] {
    const library = this.#library;
    const types: (Pointer | null)[] = new Array(library.ASTModuleListImportsLength(ast)).fill(null);
    if (types.length > 0) library.ASTModuleListImports(ast, types, types.length);
    const functions = (types as Pointer[]).filter((type) => library.ImportTypeGetExternalType(type) === FUNCTION);
    return functions.map((type) => {
      const module = fromNativeString(library.ImportTypeGetModuleName(type));
      const name = fromNativeString(library.ImportTypeGetExternalName(type));
      const signature = library.ImportTypeGetFunctionType(ast, type);
      const parameters = this.#readTypes(signature, "Parameters");
      const [result = null, ...more] = this.#readTypes(signature, "Returns");
      if (more.length > 0) throw new WebAssembly.LinkError(`${module}.${name} has one result, not ${more.length + 1}`);
      const number = ++this.#last;
      this.#imports.set(number, { module, name, parameters, result });
      return { number, module, name: toNativeString(name), signature };
    });
  }

  /** Adds a function to a module of WasmEdge, which owns it then. */
  add({ number, name, signature }: KnownImport, module: Pointer): void {
    const f = this.#library.FunctionInstanceCreate(signature, this.#callback, BigInt(number), 0n);
    this.#library.ModuleInstanceAddFunction(module, name, f);
  }

  /** To be called when nothing calls them any more. */
  forget(imports: readonly KnownImport[]): void {
    for (const { number } of imports) this.#imports.delete(number);
  }

  #readTypes(signature: Pointer, which: "Parameters" | "Returns"): NumberKind[] {
    const count = this.#library[`FunctionTypeGet${which}Length`](signature);
    if (count === 0) return [];
    const list = Buffer.alloc(count * TYPE_BYTES);
    this.#library[`FunctionTypeGet${which}`](signature, list, count);
    return Array.from({ length: count }, (_, index) => {
      const kind = this.#toKind(list.subarray(index * TYPE_BYTES, (index + 1) * TYPE_BYTES));
      if (kind === null || count > MOST_PARAMETERS) {
        throw new WebAssembly.LinkError("an import takes or returns what no function of the host does");
      }
      return kind;
    });
  }

  #toKind(Data: Uint8Array): NumberKind | null {
    const type = { Data };
    if (this.#library.ValTypeIsI32(type)) return "i32";
    if (this.#library.ValTypeIsI64(type)) return "i64";
    if (this.#library.ValTypeIsF32(type)) return "f32";
    return this.#library.ValTypeIsF64(type) ? "f64" : null;
  }

  #call(data: Pointer, parameters: Pointer, returns: Pointer): Result {
    const wanted = this.#imports.get(Number(data))!;
    try {
      const call = this.#current[wanted.module]![wanted.name] as Call;
      const result = call(...this.#read(parameters, wanted.parameters));
      if (wanted.result !== null) this.#write(returns, wanted.result, result!);
      return SUCCESS;
    } catch (error) {
      this.thrown = error;
      return TERMINATED;
    }
  }

  #read(from: Pointer, kinds: readonly NumberKind[]): (number | bigint)[] {
    if (kinds.length === 0) return [];
    this.#copy(this.#bytes, from, kinds.length * VALUE_BYTES);
    const values = this.#values;
    return kinds.map((kind, index) => {
      const at = index * VALUE_BYTES;
      if (kind === "i32") return values.getInt32(at, true);
      if (kind === "i64") return values.getBigInt64(at, true);
      return kind === "f32" ? values.getFloat32(at, true) : values.getFloat64(at, true);
    });
  }

  #write(to: Pointer, kind: NumberKind, value: number | bigint): void {
    const values = this.#values;
    values.setBigUint64(0, 0n, true);
    values.setBigUint64(8, 0n, true);
    if (kind === "i32") values.setInt32(0, Number(value), true);
    else if (kind === "i64") values.setBigInt64(0, BigInt(value), true);
    else if (kind === "f32") values.setFloat32(0, Number(value), true);
    else values.setFloat64(0, Number(value), true);
    this.#bytes.set(this.#typeOf[kind], TYPE_AT);
    this.#copy(to, this.#bytes, VALUE_BYTES);
  }
}
