/** Where a WasmEdge lies, not yet tried. */
export interface WasmEdgePlace {
  /** How people know the place, such as `~/.wasmedge`. */
  readonly where: string;
  /** Absolute path of the shared library; null where there is none. */
  readonly library: string | null;
  /** Absolute path of the program `wasmedge`; null where there is none. */
  readonly program: string | null;
  /**
   * What to start programs with that use it, before their own path: nothing, or the dynamic loader and the libraries of the
   * Linux that it belongs to, when that is not this machine's own.
   */
  readonly loader: readonly string[];
}

/** A WasmEdge whose library loads. */
export interface WasmEdgeInstallation extends WasmEdgePlace {
  readonly library: string;
  /** Such as `0.14.1`. */
  readonly version: string;
  /** Absolute path of the program of host processes, where it is not this package's own file. */
  readonly host?: string;
}
