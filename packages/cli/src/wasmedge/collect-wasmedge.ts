import { basename } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { findWasmEdge, type WasmEdgeInstallation } from "@sandpiper/engine-wasmedge";
import type { PackedWasmEdge } from "@sandpiper/engine-wasmedge/pack";
import type { Component } from "@sandpiper/oci";
import { collectLibraries, type Libraries } from "../image/collect-libraries.ts";
import { ensureImageRoot, type RootUse } from "../image/image-root.ts";
import type { DebianRoot } from "../toolchain/debian-root.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";
import { STAND_IN_PACKAGES, withCompilerStandIn } from "./compiler-stand-in.ts";

/** Of Debian: WasmEdge, and a library that some builds of Node want. */
const PACKAGES = ["wasmedge", "libatomic1", ...STAND_IN_PACKAGES];

const OF_ARTIFACTS: RootUse = { what: "the artifact with WasmEdge", instead: "take --engine v8" };

/** By processor: Debian's folder of libraries, and the dynamic loader. */
const PLACES: Readonly<Partial<Record<NodeJS.Architecture, { readonly folder: string; readonly loader: string }>>> = {
  x64: { folder: "/usr/lib/x86_64-linux-gnu", loader: "ld-linux-x86-64.so.2" },
  arm64: { folder: "/usr/lib/aarch64-linux-gnu", loader: "ld-linux-aarch64.so.1" },
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
  const { folder, loader } = placeHere();
  const root = await ensureImageRoot(PACKAGES, onProgress, OF_ARTIFACTS);
  const installation = await findIn(root);
  return inPhase(onProgress, `Collecting WasmEdge ${installation.version}`, async () => {
    const own = [LIBRARY, ...OF_NODE].map((file) => `${folder}/${file}`);
    const { entries, components } = await collectWithoutCompiler(root, own.slice(0, 1), own);
    const files = new Map<string, Uint8Array>();
    for (const [path, entry] of entries) {
      if ("content" in entry) files.set(basename(path), Buffer.from(entry.content));
    }
    return { installation, packed: { version: installation.version, library: LIBRARY, loader }, files, components };
  });
}

/**
 * The libraries that programs need, as `collectLibraries`, where WasmEdge's is one of them: with a stand-in in the place of its compiler.
 * @throws `E_ENGINE_UNAVAILABLE`
 */
export async function collectWithoutCompiler(
  root: DebianRoot,
  programs: readonly string[],
  own: readonly string[],
): Promise<Libraries> {
  const { folder } = placeHere();
  const { standIn, result } = await withCompilerStandIn(root, `${folder}/${LIBRARY}`, (mount) =>
    collectLibraries(root, programs, { own, mounts: [mount], libraryPath: mount.to }),
  );
  const entries = new Map(result.entries);
  if (standIn) entries.set(`${folder}/${standIn.file}`, { content: standIn.content, mode: 0o755 });
  return { entries, components: result.components };
}

function placeHere() {
  const place = PLACES[process.arch];
  if (place) return place;
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no WasmEdge for artifacts on ${process.arch}`);
}

/** That root's and no other: what is compiled by one WasmEdge runs in the same one. */
async function findIn({ path }: DebianRoot): Promise<WasmEdgeInstallation> {
  const found = await findWasmEdge({ env: { SANDPIPER_WASMEDGE: path, HOME: path } });
  if (found.library.startsWith(path)) return found;
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", `the WasmEdge in ${path} does not load`, {
    hint: `Delete ${path}; it is made again.`,
  });
}
