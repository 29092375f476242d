import { ensureDebianRoot } from "../../../packages/cli/src/toolchain/debian-root.ts";
import { findWasmEdge, type WasmEdgeInstallation } from "../../../packages/engine-wasmedge/src/index.ts";

/** What the tests need of Debian's packages: the library and the command line. */
const PACKAGES = ["wasmedge"];

let found: Promise<WasmEdgeInstallation> | undefined;

/** The WasmEdge that this machine has, else that of the Debian root, which is made first: some minutes on a fresh machine. */
export function trixieWasmEdge(): Promise<WasmEdgeInstallation> {
  found ??= findWasmEdge().catch(async () => {
    const { path } = await ensureDebianRoot({
      packages: PACKAGES,
      onProgress: ({ kind, phase }) => kind === "start" && process.stderr.write(`${phase} ...\n`),
    });
    return findWasmEdge({ roots: [path] });
  });
  return found;
}
