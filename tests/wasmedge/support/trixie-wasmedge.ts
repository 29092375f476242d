import { isSandpiperError } from "@sandpiper/core";
import { ensureDebianRoot } from "../../../packages/cli/src/toolchain/debian-root.ts";
import { findWasmEdge, type WasmEdgeInstallation } from "../../../packages/engine-wasmedge/src/index.ts";

/** What the tests need of Debian's packages: the library and the command line. */
const PACKAGES = ["wasmedge"];

async function find(): Promise<WasmEdgeInstallation> {
  try {
    return await findWasmEdge();
  } catch {
    const { path } = await ensureDebianRoot({
      packages: PACKAGES,
      onProgress: ({ kind, phase }) => kind === "start" && process.stderr.write(`${phase} ...\n`),
    });
    return findWasmEdge({ roots: [path] });
  }
}

const found = await find().catch((error: unknown) => {
  // No root rights, no network: this machine's, not ours.
  if (isSandpiperError(error) && error.code === "E_ENGINE_UNAVAILABLE") return error;
  throw error;
});

/** Why there is no WasmEdge to test; false when there is one. */
export const skip: string | false = found instanceof Error ? `${found.message} ${found.hint ?? ""}` : false;

/** The WasmEdge of this machine, else that of the Debian root, which is made first: a minute on a fresh machine. */
export function trixieWasmEdge(): WasmEdgeInstallation {
  if (found instanceof Error) throw found;
  return found;
}
