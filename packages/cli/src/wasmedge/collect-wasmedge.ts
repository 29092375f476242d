import { basename } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { findWasmEdge, type WasmEdgeInstallation } from "@sandpiper/engine-wasmedge";
import type { PackedWasmEdge } from "@sandpiper/engine-wasmedge/pack";
import type { Component } from "@sandpiper/oci";
import { collectLibraries } from "../image/collect-libraries.ts";
import { type DebianRoot, ensureDebianRoot } from "../toolchain/debian-root.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";
import { STAND_IN_PACKAGES, withCompilerStandIn } from "./compiler-stand-in.ts";

/** Of Debian: WasmEdge, and a library that some builds of Node want. */
const PACKAGES = ["wasmedge", "libatomic1", ...STAND_IN_PACKAGES];

/** By processor: Debian's folder of libraries, and the dynamic loader. */
const PLACES: Readonly<Partial<Record<NodeJS.Architecture, { readonly triplet: string; readonly loader: string }>>> = {
  x64: { triplet: "x86_64-linux-gnu", loader: "/usr/lib64/ld-linux-x86-64.so.2" },
  arm64: { triplet: "aarch64-linux-gnu", loader: "/usr/lib/ld-linux-aarch64.so.1" },
};

const LIBRARY = "libwasmedge.so.0";

/** What Node itself is linked with, but for what WasmEdge is too. */
const OF_NODE = ["libdl.so.2", "libpthread.so.0", "librt.so.1", "libatomic.so.1"];

/** A WasmEdge to put into artifacts, and the same one here, to compile for it. */
export interface CollectedWasmEdge {
  readonly installation: WasmEdgeInstallation;
  readonly packed: PackedWasmEdge;
  /** By name, for one folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The Debian packages that they are of. */
  readonly components: readonly Component[];
}

/**
 * WasmEdge's library with all that a process with it needs, the C library and its loader too, but without the compiler; for this machine's processor.
 * @throws `E_ENGINE_UNAVAILABLE` where they cannot be had
 */
export async function collectWasmEdge(onProgress?: Progress): Promise<CollectedWasmEdge> {
  const place = PLACES[process.arch];
  if (!place) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no WasmEdge for artifacts on ${process.arch}`);
  const root = await ensureDebianRoot({ packages: PACKAGES, onProgress });
  const installation = await findIn(root);
  return inPhase(onProgress, `Collecting WasmEdge ${installation.version}`, async () => {
    const at = (file: string) => `/usr/lib/${place.triplet}/${file}`;
    const library = at(LIBRARY);
    const own = [library, ...OF_NODE.map(at)];
    const { standIn, result } = await withCompilerStandIn(root, library, (mount) =>
      collectLibraries(root, [library], { own, mounts: [mount], libraryPath: mount.to }),
    );
    const files = new Map<string, Uint8Array>();
    for (const [path, entry] of result.entries) {
      if ("content" in entry) files.set(basename(path), Buffer.from(entry.content));
    }
    if (standIn) files.set(standIn.file, standIn.content);
    const packed = { version: installation.version, library: LIBRARY, loader: basename(place.loader) };
    return { installation, packed, files, components: result.components };
  });
}

/** That root's and no other: what is compiled by one WasmEdge runs in the same one. */
async function findIn({ path }: DebianRoot): Promise<WasmEdgeInstallation> {
  const found = await findWasmEdge({ env: { SANDPIPER_WASMEDGE: path, HOME: path } });
  if (found.library.startsWith(path)) return found;
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", `the WasmEdge in ${path} does not load`, {
    hint: `Delete ${path}; it is made again.`,
  });
}
