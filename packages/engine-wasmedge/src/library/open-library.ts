import { koffi } from "./native.ts";

/** An address; opaque. */
export type Pointer = bigint;

/** `WasmEdge_Result`: 0 is success, 1 that a host function ended the guest, anything else an error. */
export interface Result {
  readonly Code: number;
}

/** `WasmEdge_String` that a call returns: it points into what it was asked of. */
export interface ReturnedString {
  readonly Length: number;
  readonly Buf: Pointer;
}

/** `WasmEdge_String` that a call is given. It must outlive the call. */
export interface GivenString {
  readonly Length: number;
  readonly Buf: Buffer;
}

/** `WasmEdge_ValType`: opaque, and not all of its bytes mean something. */
export interface ValueType {
  readonly Data: Uint8Array;
}

type Out = [Pointer | null];

/** What is used of WasmEdge's C API, by the names of `wasmedge.h` without their prefix. */
export interface WasmEdgeLibrary {
  VersionGet(): string;
  LogOff(): void;
  ResultGetMessage(result: Result): string;
  ConfigureCreate(): Pointer;
  ConfigureAddProposal(configure: Pointer, proposal: number): void;
  ConfigureCompilerSetOptimizationLevel(configure: Pointer, level: number): void;
  ConfigureCompilerSetOutputFormat(configure: Pointer, format: number): void;
  ConfigureCompilerSetGenericBinary(configure: Pointer, generic: boolean): void;
  LoaderCreate(configure: Pointer): Pointer;
  LoaderParseFromFile(loader: Pointer, ast: Out, path: string): Result;
  LoaderParseFromBuffer(loader: Pointer, ast: Out, bytes: Uint8Array, length: number): Result;
  ValidatorCreate(configure: Pointer): Pointer;
  ValidatorValidate(validator: Pointer, ast: Pointer): Result;
  CompilerCreate(configure: Pointer): Pointer;
  CompilerCompileFromBuffer(compiler: Pointer, bytes: Uint8Array, length: bigint, path: string): Result;
  ASTModuleListImportsLength(ast: Pointer): number;
  ASTModuleListImports(ast: Pointer, imports: (Pointer | null)[], length: number): number;
  ASTModuleDelete(ast: Pointer): void;
  ImportTypeGetExternalType(type: Pointer): number;
  ImportTypeGetModuleName(type: Pointer): ReturnedString;
  ImportTypeGetExternalName(type: Pointer): ReturnedString;
  ImportTypeGetFunctionType(ast: Pointer, type: Pointer): Pointer;
  FunctionTypeGetParametersLength(type: Pointer): number;
  FunctionTypeGetParameters(type: Pointer, list: Uint8Array, length: number): number;
  FunctionTypeGetReturnsLength(type: Pointer): number;
  FunctionTypeGetReturns(type: Pointer, list: Uint8Array, length: number): number;
  ValTypeGenI32(): ValueType;
  ValTypeGenI64(): ValueType;
  ValTypeGenF32(): ValueType;
  ValTypeGenF64(): ValueType;
  ValTypeIsI32(type: ValueType): boolean;
  ValTypeIsI64(type: ValueType): boolean;
  ValTypeIsF32(type: ValueType): boolean;
  ValTypeIsF64(type: ValueType): boolean;
  ExecutorCreate(configure: Pointer, statistics: Pointer | null): Pointer;
  ExecutorRegisterImport(executor: Pointer, store: Pointer, module: Pointer): Result;
  ExecutorInstantiate(executor: Pointer, module: Out, store: Pointer, ast: Pointer): Result;
  ExecutorInvoke(executor: Pointer, f: Pointer, p: null, pLength: 0, r: null, rLength: 0): Result;
  StoreCreate(): Pointer;
  StoreDelete(store: Pointer): void;
  ModuleInstanceCreate(name: GivenString): Pointer;
  ModuleInstanceDelete(module: Pointer): void;
  ModuleInstanceAddFunction(module: Pointer, name: GivenString, f: Pointer): void;
  ModuleInstanceAddMemory(module: Pointer, name: GivenString, memory: Pointer): void;
  ModuleInstanceFindFunction(module: Pointer, name: GivenString): Pointer | null;
  ModuleInstanceFindMemory(module: Pointer, name: GivenString): Pointer | null;
  ModuleInstanceFindGlobal(module: Pointer, name: GivenString): Pointer | null;
  GlobalInstanceGetValue(global: Pointer): { readonly Low: number | bigint };
  FunctionInstanceCreate(type: Pointer, f: Pointer, data: Pointer, cost: bigint): Pointer;
  MemoryInstanceCreate(type: Pointer): Pointer | null;
  MemoryInstanceGetPointer(memory: Pointer, offset: number, length: number): Pointer | null;
  MemoryInstanceGetPageSize(memory: Pointer): number;
  MemoryTypeDelete(type: Pointer): void;
}

const POINTER = "void *";

/** Prototypes, as koffi reads them. `Out_` marks what a call writes to. */
const PROTOTYPES: Readonly<Record<keyof WasmEdgeLibrary, string>> = {
  VersionGet: "const char *$()",
  LogOff: "void $()",
  ResultGetMessage: "const char *$(WasmEdge_Result)",
  ConfigureCreate: "void *$()",
  ConfigureAddProposal: "void $(void *, int)",
  ConfigureCompilerSetOptimizationLevel: "void $(void *, int)",
  ConfigureCompilerSetOutputFormat: "void $(void *, int)",
  ConfigureCompilerSetGenericBinary: "void $(void *, bool)",
  LoaderCreate: "void *$(void *)",
  LoaderParseFromFile: "WasmEdge_Result $(void *, _Out_ void **, const char *)",
  LoaderParseFromBuffer: "WasmEdge_Result $(void *, _Out_ void **, const uint8_t *, uint32_t)",
  ValidatorCreate: "void *$(void *)",
  ValidatorValidate: "WasmEdge_Result $(void *, void *)",
  CompilerCreate: "void *$(void *)",
  CompilerCompileFromBuffer: "WasmEdge_Result $(void *, const uint8_t *, uint64_t, const char *)",
  ASTModuleListImportsLength: "uint32_t $(void *)",
  ASTModuleListImports: "uint32_t $(void *, _Out_ void **, uint32_t)",
  ASTModuleDelete: "void $(void *)",
  ImportTypeGetExternalType: "int $(void *)",
  ImportTypeGetModuleName: "WasmEdge_String $(void *)",
  ImportTypeGetExternalName: "WasmEdge_String $(void *)",
  ImportTypeGetFunctionType: "void *$(void *, void *)",
  FunctionTypeGetParametersLength: "uint32_t $(void *)",
  FunctionTypeGetParameters: "uint32_t $(void *, void *, uint32_t)",
  FunctionTypeGetReturnsLength: "uint32_t $(void *)",
  FunctionTypeGetReturns: "uint32_t $(void *, void *, uint32_t)",
  ValTypeGenI32: "WasmEdge_ValType $()",
  ValTypeGenI64: "WasmEdge_ValType $()",
  ValTypeGenF32: "WasmEdge_ValType $()",
  ValTypeGenF64: "WasmEdge_ValType $()",
  ValTypeIsI32: "bool $(WasmEdge_ValType)",
  ValTypeIsI64: "bool $(WasmEdge_ValType)",
  ValTypeIsF32: "bool $(WasmEdge_ValType)",
  ValTypeIsF64: "bool $(WasmEdge_ValType)",
  ExecutorCreate: "void *$(void *, void *)",
  ExecutorRegisterImport: "WasmEdge_Result $(void *, void *, void *)",
  ExecutorInstantiate: "WasmEdge_Result $(void *, _Out_ void **, void *, void *)",
  ExecutorInvoke: "WasmEdge_Result $(void *, void *, void *, uint32_t, void *, uint32_t)",
  StoreCreate: "void *$()",
  StoreDelete: "void $(void *)",
  ModuleInstanceCreate: "void *$(WasmEdge_String)",
  ModuleInstanceDelete: "void $(void *)",
  ModuleInstanceAddFunction: "void $(void *, WasmEdge_String, void *)",
  ModuleInstanceAddMemory: "void $(void *, WasmEdge_String, void *)",
  ModuleInstanceFindFunction: "void *$(void *, WasmEdge_String)",
  ModuleInstanceFindMemory: "void *$(void *, WasmEdge_String)",
  ModuleInstanceFindGlobal: "void *$(void *, WasmEdge_String)",
  GlobalInstanceGetValue: "WasmEdge_Value $(void *)",
  FunctionInstanceCreate: "void *$(void *, void *, void *, uint64_t)",
  MemoryInstanceCreate: "void *$(void *)",
  // 64 bits since 0.17; before, the lower 32 of them.
  MemoryInstanceGetPointer: "void *$(void *, uint64_t, uint64_t)",
  MemoryInstanceGetPageSize: "uint32_t $(void *)",
  MemoryTypeDelete: "void $(void *)",
};

export interface Library extends WasmEdgeLibrary {
  /** A memory's type. How it is described differs between releases. */
  createMemoryType(initialPages: number, maximumPages: number, shared: boolean): Pointer;
  /** Whether modules are interpreted or run compiled; null where they run as they come, before 0.17. */
  readonly setRunMode: ((configure: Pointer, mode: number) => void) | null;
}

/**
 * Binds the library. To be called once in a process: koffi knows types by their names.
 * @throws Error when it is no library, or lacks something that is needed
 */
export function openLibrary(path: string): Library {
  const library = koffi.load(path);
  koffi.struct("WasmEdge_Result", { Code: "uint32_t" });
  koffi.struct("WasmEdge_String", { Length: "uint32_t", Buf: POINTER });
  koffi.struct("WasmEdge_ValType", { Data: koffi.array("uint8_t", 8, "Typed") });
  // The value itself has 128 bits and is aligned to them.
  koffi.struct("WasmEdge_Value", { Low: "uint64_t", High: "uint64_t", Type: "uint64_t", Rest: "uint64_t" });
  const bind = (prototype: string, name: string) => library.func(prototype.replace("$", `WasmEdge_${name}`));
  const calls = Object.entries(PROTOTYPES).map(([name, prototype]) => [name, bind(prototype, name)]);
  const bound: WasmEdgeLibrary = Object.fromEntries(calls);
  return { ...bound, createMemoryType: bindMemoryType(bind), setRunMode: bindRunMode(bind) };
}

type Bind = (prototype: string, name: string) => (...args: unknown[]) => unknown;

function bindRunMode(bind: Bind): Library["setRunMode"] {
  try {
    return bind("void $(void *, int)", "ConfigureSetRunMode") as NonNullable<Library["setRunMode"]>;
  } catch {
    return null;
  }
}

function bindMemoryType(bind: Bind): Library["createMemoryType"] {
  try {
    // From 0.17 on a limit is an object of its own.
    const createLimit = bind("void *$(uint64_t, uint64_t, bool, bool)", "LimitCreateWithMax");
    const deleteLimit = bind("void $(void *)", "LimitDelete");
    const create = bind("void *$(void *)", "MemoryTypeCreate");
    return (initial: number, maximum: number, shared: boolean): Pointer => {
      const limit = createLimit(initial, maximum, false, shared);
      const type = create(limit) as Pointer;
      deleteLimit(limit);
      return type;
    };
  } catch {
    koffi.struct("WasmEdge_Limit", { HasMax: "bool", Shared: "bool", Min: "uint32_t", Max: "uint32_t" });
    const create = bind("void *$(WasmEdge_Limit)", "MemoryTypeCreate");
    return (Min: number, Max: number, Shared: boolean): Pointer =>
      create({ HasMax: true, Shared, Min, Max }) as Pointer;
  }
}
