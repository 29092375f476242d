import type { Library, Pointer } from "./open-library.ts";

/**
 * Proposals that V8 has and WasmEdge 0.14 leaves off, by their numbers in its `enum.inc`. Later releases count differently,
 * and have them on.
 */
const PROPOSALS_0_14 = { tailCall: 7, extendedConst: 8, multipleMemories: 11, threads: 12 } as const;

/** What modules are loaded, compiled and run with. */
export function createConfigure(library: Library): Pointer {
  const configure = library.ConfigureCreate();
  if (library.VersionGet().startsWith("0.14.")) {
    for (const proposal of Object.values(PROPOSALS_0_14)) library.ConfigureAddProposal(configure, proposal);
  }
  return configure;
}
