import { checkModuleFormat } from "@sandpiper/core";
import { type ModuleLayout, readModule } from "./read-module.ts";
import { LIMITS } from "./read-types.ts";

/** What a module asks for and what it offers. */
export interface ModuleDescription {
  readonly imports: readonly ModuleImport[];
  readonly exports: readonly ModuleExport[];
  /** Every linear memory, the imported ones first; empty when it is described from a compiled module. */
  readonly memories: readonly MemoryDescription[];
  readonly kind: ModuleKind;
}

export type ExternalKind = "function" | "table" | "memory" | "global" | "tag";

export interface ModuleImport {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternalKind;
}

export interface MemoryDescription {
  readonly imported: boolean;
  /** In pages of 64 KiB. */
  readonly initialPages: number;
  /** In pages; null when the module sets no limit. */
  readonly maximumPages: number | null;
  readonly shared: boolean;
  readonly address: "i32" | "i64";
}

/**
 * `command` has a `_start` to run, `reactor` an `_initialize`; `bindgen` is wasm-bindgen's, made for a JavaScript
 * loader of its own; `library` is none of these.
 */
export type ModuleKind = "command" | "reactor" | "bindgen" | "library";

/**
 * Describes a module without compiling it.
 * @throws `E_MODULE_INVALID`
 */
export function describeModule(bytes: Uint8Array, name = "module"): ModuleDescription {
  checkModuleFormat(bytes, name);
  return describeLayout(readModule(bytes, name));
}

/** The same of a module that came compiled, which doesn't tell of its memories. */
export function describeCompiled(module: WebAssembly.Module): ModuleDescription {
  const imports = WebAssembly.Module.imports(module) as ModuleImport[];
  const exports = WebAssembly.Module.exports(module) as ModuleExport[];
  return { imports, exports, memories: [], kind: kindOf(imports, exports) };
}

export function describeLayout(layout: ModuleLayout): ModuleDescription {
  return {
    imports: layout.imports,
    exports: layout.exports,
    memories: layout.memories.map(({ imported, limits }) => ({
      imported: imported !== null,
      initialPages: limits.minimum,
      maximumPages: limits.maximum,
      shared: (limits.flags & LIMITS.shared) !== 0,
      address: limits.flags & LIMITS.address64 ? "i64" : "i32",
    })),
    kind: kindOf(layout.imports, layout.exports),
  };
}

function kindOf(imports: readonly ModuleImport[], exports: readonly ModuleExport[]): ModuleKind {
  const offers = (name: string): boolean => exports.some((item) => item.kind === "function" && item.name === name);
  if (offers("_start")) return "command";
  if (offers("__wbindgen_malloc") || imports.some((wanted) => isBindgen(wanted))) return "bindgen";
  return offers("_initialize") ? "reactor" : "library";
}

/** Whether an import is one that wasm-bindgen's own loader gives. */
export function isBindgen(wanted: ModuleImport): boolean {
  return (
    wanted.module === "__wbindgen_placeholder__" ||
    wanted.module === "wbg" ||
    wanted.module.endsWith("_bg.js") ||
    wanted.name.startsWith("__wbindgen_") ||
    wanted.name.startsWith("__wbg_")
  );
}
