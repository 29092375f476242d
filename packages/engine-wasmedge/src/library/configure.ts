import type { Library, Pointer } from "./open-library.ts";

/**
 * Proposals that V8 has and a WasmEdge leaves off, by their numbers in its `enum.inc`, which releases count differently: in
 * 0.14 tail calls, extended constants, several memories and threads; in 0.17, which begins with all of WebAssembly 3.0, threads.
 */
const PROPOSALS: Readonly<Record<string, readonly number[]>> = { "0.14": [7, 8, 11, 12], "0.17": [16] };

/** `WasmEdge_RunMode_AOT` of 0.17. */
const RUN_COMPILED = 2;

/** What modules are loaded, compiled and run with. */
export function createConfigure(library: Library): Pointer {
  const configure = library.ConfigureCreate();
  const [release = ""] = /^\d+\.\d+/.exec(library.VersionGet()) ?? [];
  for (const proposal of PROPOSALS[release] ?? []) library.ConfigureAddProposal(configure, proposal);
  // Since 0.17 what was compiled is interpreted unless this is asked for (github.com/WasmEdge/WasmEdge/issues/5169).
  library.setRunMode?.(configure, RUN_COMPILED);
  return configure;
}
