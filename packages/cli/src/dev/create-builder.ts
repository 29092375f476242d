import { createProgress } from "../output/progress.ts";
import type { Toolchain } from "../toolchain/toolchain.ts";
import type { Build } from "./build-changed.ts";

export interface BuilderOptions {
  /** Say nothing on the way: only the log speaks. */
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** Builds functions one by one with one toolchain, which is looked for when it is first needed. */
export function createBuilder({ json, signal }: BuilderOptions): Build {
  let toolchain: Toolchain | undefined;
  return async ({ name, source }, project) => {
    const { buildFunction } = await import("../build/build-function.ts");
    const { findRustToolchain } = await import("../toolchain/find-rust-toolchain.ts");
    const onProgress = json ? undefined : createProgress();
    toolchain ??= await findRustToolchain({ cwd: source!, onProgress, signal });
    await buildFunction(source!, {
      outDir: project.distFolder,
      name,
      root: project.root,
      toolchain,
      onProgress,
      signal,
    });
  };
}
