import { SandpiperError, toSandpiperError } from "@sandpiper/core";
import { cacheFolder } from "../toolchain/cache-folder.ts";
import { type DebianRoot, ensureDebianRoot } from "../toolchain/debian-root.ts";
import type { Progress } from "../toolchain/progress.ts";

/** What of a Debian goes into, and what to build where there is none. */
export interface RootUse {
  readonly what: string;
  readonly instead: string;
}

const OF_IMAGES: RootUse = { what: "the image", instead: "take --shape wasm, or --target node" };

/**
 * The Debian that programs of images and artifacts come out of.
 * @throws `E_ENGINE_UNAVAILABLE` where there can be none, with what to do then
 */
export async function ensureImageRoot(
  packages: readonly string[],
  onProgress?: Progress,
  { what, instead }: RootUse = OF_IMAGES,
): Promise<DebianRoot> {
  try {
    return await ensureDebianRoot({ packages, cacheDir: cacheFolder(), onProgress });
  } catch (error) {
    const { code, message, hint } = toSandpiperError(error);
    if (code !== "E_ENGINE_UNAVAILABLE" || hint !== undefined) throw error;
    throw new SandpiperError(code, `what goes into ${what} cannot be had: ${message}`, {
      hint: `Build it on Linux and as root, as CI mostly is; elsewhere ${instead}.`,
      cause: error,
    });
  }
}
