import type { LoadOptions } from "@sandpiper/core";
import { type EngineOffers, loadModule, type RunnableModule } from "@sandpiper/engine";
import { compileModule } from "./compile-module.ts";

/** A module that passed every check, not yet compiled if it came as bytes. */
export interface CompilableModule {
  /** Hex SHA-256 of the bytes as they came; empty for a module that came compiled. */
  readonly sha256: string;
  /** Compiles the bytes, each time it is called; gives a module that came compiled as it is. */
  compile(): Promise<WebAssembly.Module>;
  readonly settings: RunnableModule;
}

/**
 * Reads and checks a module for V8.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG`
 */
export async function loadCompilable(
  module: Uint8Array | WebAssembly.Module,
  options: LoadOptions,
  offers: EngineOffers,
): Promise<CompilableModule> {
  const { sha256, settings, prepared } = await loadModule(module, options, offers);
  if (module instanceof WebAssembly.Module || prepared === null) {
    return { sha256, settings, compile: async () => module as WebAssembly.Module };
  }
  let original = module;
  const compile = async (): Promise<WebAssembly.Module> => {
    const compiled = await compileModule(prepared, original, settings.name);
    original = prepared.bytes; // the caller's bytes served their message, if there was one
    return compiled;
  };
  return { sha256, settings, compile };
}
