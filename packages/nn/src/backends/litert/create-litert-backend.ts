import { type LitertBackend, startLitertBackend } from "./litert-backend.ts";
import type { LitertLoader } from "./litert-bindings.ts";
import { type LitertBuildName, pickLitertBuild } from "./litert-build.ts";
import { compileLitert, readLitertLoader } from "./litert-files.ts";

export interface LitertOptions {
  /** Left out: the fastest build that this engine takes. */
  readonly build?: LitertBuildName;
  /** The build's module, compiled: `compileLitert()` makes it, once for all threads. Left out: read from the package. */
  readonly module?: WebAssembly.Module;
  /** The build's script. Left out: read from the package. */
  readonly loader?: LitertLoader;
  /** Takes LiteRT's own log, line by line. Left out, it goes nowhere. */
  readonly log?: (line: string) => void;
}

/**
 * LiteRT as the package has it, in Node.
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` when LiteRT's files are not there
 */
export async function createLitertBackend(options: LitertOptions = {}): Promise<LitertBackend> {
  const build = options.build ?? pickLitertBuild();
  const parts = {
    build,
    module: options.module ?? (await compileLitert(build)),
    loader: options.loader ?? (await readLitertLoader(build)),
  };
  return startLitertBackend(parts, options.log);
}
