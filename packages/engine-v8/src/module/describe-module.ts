/** What a module asks for and what it offers, read without compiling it. */
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

/** `command` has a `_start` to run, `reactor` an `_initialize`; `library` neither. */
export type ModuleKind = "command" | "reactor" | "library";
