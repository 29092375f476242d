import type { Progress } from "./progress.ts";

/** A Rust that can build for `wasm32-wasip1`, wherever it is. */
export interface Toolchain {
  /** `machine`: the cargo on the path. `debian`: the one in our own Debian root. */
  readonly kind: ToolchainKind;
  /** For people: `Rust 1.85.1 (Debian trixie)`. */
  readonly description: string;
  /** What `rustc --version` says, such as `rustc 1.85.1 (4eb161250 2025-03-15)`. */
  readonly version: string;
  /** Runs cargo. Does not reject when cargo fails: look at `code`. */
  cargo(args: readonly string[], options: CargoOptions): Promise<CargoResult>;
  /** Where a path that cargo named is on this machine. */
  toMachinePath(path: string, options: CargoOptions): string;
}

export type ToolchainKind = "machine" | "debian";

export interface CargoOptions {
  /** The crate's folder, absolute. */
  readonly crate: string;
  /** The folder that holds everything the crate needs (path dependencies, a workspace); it is `crate` or above it. */
  readonly root: string;
  /** Receives what cargo prints for people, as it prints it. */
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CargoResult {
  readonly code: number;
  readonly stdout: string;
  /** What cargo printed for people. */
  readonly stderr: string;
}

export interface ToolchainOptions {
  readonly onProgress?: Progress | undefined;
  /** Default: `cacheFolder()`. */
  readonly cacheDir?: string | undefined;
  /** Take this one or fail. Default: the variable `SANDPIPER_TOOLCHAIN`, else the first that works. */
  readonly kind?: ToolchainKind | undefined;
  /** Where cargo will run: a `rust-toolchain.toml` there has its say. Default: the working directory. */
  readonly cwd?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The only target functions are built for. */
export const WASM_TARGET = "wasm32-wasip1";
