import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Metafile } from "esbuild";

/** A package of npm, part of which is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
}

/** Up to the innermost package that a file is of. */
const PACKAGE = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** The packages of others in a bundle, by name. What was left out as unused is none of it. */
export async function listPackages({ outputs }: Metafile, workingDir: string): Promise<BundledPackage[]> {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = bytesInOutput > 0 ? PACKAGE.exec(path)?.[0] : undefined;
      if (folder !== undefined) folders.add(resolve(workingDir, folder));
    }
  }
  const packages = await Promise.all([...folders].map(readPackage));
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  return { name: String(name), version: String(version) };
}

/** The packages of two bundles, each once. */
export function mergePackages(
  some: readonly BundledPackage[],
  others: readonly BundledPackage[],
): readonly BundledPackage[] {
  const all = new Map([...some, ...others].map((one) => [`${one.name}@${one.version}`, one]));
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
