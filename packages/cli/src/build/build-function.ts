import { SandpiperError } from "@sandpiper/core";
import type { Progress } from "../toolchain/progress.ts";
import type { Toolchain } from "../toolchain/toolchain.ts";

export interface BuildOptions {
  /** Where `<name>.wasm` is put; made when missing. */
  readonly outDir: string;
  /** The file's name without `.wasm`; default: the binary's name in `Cargo.toml`. */
  readonly name?: string | undefined;
  /** The folder that holds all the crate needs (workspace, path dependencies); default: found by `findCrateRoot`. */
  readonly root?: string | undefined;
  /** Default: `findRustToolchain({ cwd: source })`. Hand the same one in when you build several. */
  readonly toolchain?: Toolchain | undefined;
  readonly onProgress?: Progress | undefined;
  /** What cargo prints, as it prints it (stderr). */
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BuildResult {
  readonly name: string;
  /** Absolute path of the module. */
  readonly wasm: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly durationMs: number;
  /** Whether the file differs from the one that was there. */
  readonly changed: boolean;
  readonly toolchain: { readonly description: string; readonly version: string };
}

/**
 * Builds a Cargo crate into one optimised module.
 * @throws `E_BUILD` (the compiler's text is `BuildError.output`), `E_ENGINE_UNAVAILABLE`, `E_CANCELLED`
 */
export async function buildFunction(_source: string, _options: BuildOptions): Promise<BuildResult> {
  throw new SandpiperError("E_BUILD", "nothing can be built yet");
}
