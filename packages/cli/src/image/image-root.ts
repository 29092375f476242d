import { SandpiperError, toSandpiperError } from "@sandpiper/core";
import { cacheFolder } from "../toolchain/cache-folder.ts";
import { type DebianRoot, ensureDebianRoot } from "../toolchain/debian-root.ts";
import type { Progress } from "../toolchain/progress.ts";

/**
 * The Debian that programs of images come out of.
 * @throws `E_ENGINE_UNAVAILABLE` where there can be none, with what to do then
 */
export async function ensureImageRoot(packages: readonly string[], onProgress?: Progress): Promise<DebianRoot> {
  try {
    return await ensureDebianRoot({ packages, cacheDir: cacheFolder(), onProgress });
  } catch (error) {
    const { code, message, hint } = toSandpiperError(error);
    if (code !== "E_ENGINE_UNAVAILABLE" || hint !== undefined) throw error;
    throw new SandpiperError(code, `what goes into the image cannot be had: ${message}`, {
      hint: "Build it on Linux and as root, as CI mostly is; elsewhere take --shape wasm, or --target node.",
      cause: error,
    });
  }
}
