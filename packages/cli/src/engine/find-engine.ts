import { findWasmEdge, type WasmEdgeInstallation } from "@sandpiper/engine-wasmedge";
import { debianRootPath } from "../toolchain/debian-root.ts";

/**
 * The WasmEdge of this machine; that of the Debian root in the cache, where there is one, comes last.
 * @throws `E_ENGINE_UNAVAILABLE` with how to install it
 */
export function findMachineWasmEdge(): Promise<WasmEdgeInstallation> {
  return findWasmEdge({ roots: [debianRootPath()] });
}
