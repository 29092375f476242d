import type { RunnableModule } from "@sandpiper/engine";

/** What is known of a module whose native code lies in an artifact; plain data, written into the program. */
export interface PackedModule extends Pick<RunnableModule, "memory" | "growRefusedGlobal" | "hostModules"> {
  /** Hex SHA-256 of the module as it came. */
  readonly sha256: string;
}

/** What is known of the WasmEdge in an artifact. Its files lie in one folder, with the program of host processes as `host.mjs`. */
export interface PackedWasmEdge {
  /** Such as `0.14.1`. */
  readonly version: string;
  /** File of the library. */
  readonly library: string;
  /** File of the dynamic loader. */
  readonly loader: string;
}

/** The program of host processes, in the folder of a packed WasmEdge. */
export const HOST_FILE = "host.mjs";
/** The native half of koffi, beside it. */
export const KOFFI_FILE = "koffi.node";
