import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { Component, LayerEntry } from "@sandpiper/oci";
import type { Mount } from "../toolchain/debian-jail.ts";
import type { DebianRoot } from "../toolchain/debian-root.ts";
import { lastLines } from "../toolchain/run-process.ts";

export interface Libraries {
  /** Under the paths where the loader finds them. */
  readonly entries: ReadonlyMap<string, LayerEntry>;
  /** The Debian packages that they are of. */
  readonly components: readonly Component[];
}

/**
 * Prints for each library that the programs load, and for the loader: where it is found, what it is in truth, and the package and
 * version that it is of; what is of no package is left out. Names behind `--` are printed the same way without being asked for libraries.
 */
const LIST = `set -e
tell() {
  real=$(readlink -f "$1")
  package=$(dpkg-query -S "$real" | head -n 1 | cut -d: -f1)
  [ -n "$package" ] || return 0
  printf '%s/%s\\t%s\\t' "$(readlink -f "$(dirname "$1")")" "$(basename "$1")" "$real"
  dpkg-query -W -f '\${Package}\\t\${Version}\\n' "$package" | head -n 1
}
while [ "$1" != -- ]; do ldd "$1"; shift; done |
  sed -n 's/^.*=> \\(\\/[^ ]*\\) (.*$/\\1/p; s/^[[:space:]]*\\(\\/[^ ]*\\) (.*$/\\1/p' | sort -u | while read -r path; do tell "$path"; done
while [ "$1" != -- ]; do shift; done; shift
for path in "$@"; do tell "$path"; done`;

/**
 * The shared libraries that programs need, out of a Debian root: all that an image needs beside them.
 * @param programs paths in the root
 * @param own programs of the root that are part of the image themselves
 * @param libraryPath folder in the root where libraries are looked for first
 * @throws `E_ENGINE_UNAVAILABLE` when one of them does not load there
 */
export async function collectLibraries(
  root: DebianRoot,
  programs: readonly string[],
  {
    mounts = [],
    own = [],
    libraryPath,
    signal,
  }: {
    mounts?: readonly Mount[];
    own?: readonly string[];
    libraryPath?: string;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<Libraries> {
  const command = ["sh", "-c", LIST, "sh", ...programs, "--", ...own];
  const env = libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath };
  const result = await root.run(command, { mounts, env, signal });
  if (result.code !== 0) {
    throw new SandpiperError(
      "E_ENGINE_UNAVAILABLE",
      `what ${programs.join(" and ")} needs is not known: ${lastLines(result, 1)}`,
      {
        hint: `Delete ${root.path}; it is made again.`,
      },
    );
  }
  const entries = new Map<string, LayerEntry>();
  const components = new Map<string, Component>();
  for (const line of result.stdout.trimEnd().split("\n")) {
    const [path, real, name, version] = line.split("\t") as [string, string, string, string];
    entries.set(path, { content: await readFile(join(root.path, real)), mode: 0o755 });
    const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?distro=${root.suite}`;
    components.set(name, { type: "library", name, version, purl });
  }
  return { entries, components: [...components.values()] };
}
