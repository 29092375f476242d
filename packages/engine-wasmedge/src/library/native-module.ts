import type { RunnableModule } from "@sandpiper/engine";

/** A module ready to run in WasmEdge; plain data, so that it can be sent to a process as it is. */
export interface NativeModule extends RunnableModule {
  readonly code: NativeCode;
}

export type NativeCode =
  /** Compiled ahead of time: a shared library of WasmEdge's own form. */
  | { readonly kind: "compiled"; readonly path: string }
  /** Interpreted, some hundred times slower. */
  | { readonly kind: "interpreted"; readonly bytes: Uint8Array };
