import type { Grants, Limits } from "@sandpiper/core";
import type { MemoryImport } from "../module/prepare-module.ts";

/** All that running a module takes, but for its code; plain data, so that it can be posted to a worker as it is. */
export interface RunnableModule {
  /** What messages call it. */
  readonly name: string;
  /** The memory the host makes for each instance; null when the module has none, or keeps its own. */
  readonly memory: MemoryImport | null;
  /** The exported global that is not 0 once more memory was refused; null where that cannot be told. */
  readonly growRefusedGlobal: string | null;
  /** Host modules of inference that it imports. */
  readonly hostModules: readonly string[];
  readonly limits: Limits;
  readonly grants: Grants;
}
