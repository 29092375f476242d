import type { Progress } from "../toolchain/progress.ts";

/** What every step of an installation is given. */
export interface InstallContext {
  /** The cache folder. */
  readonly cache: string;
  readonly onProgress: Progress;
  readonly signal: AbortSignal;
}
