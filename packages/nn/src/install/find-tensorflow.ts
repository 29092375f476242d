import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { SandpiperError } from "@sandpiper/core";
import { tensorflowFileNames } from "./installables.ts";
import { tensorflowFolder } from "./installed-folder.ts";

/** A TensorFlow library of this machine. */
export interface FoundTensorflow {
  /** `variable`: SANDPIPER_TENSORFLOW_LIB; `installed`: by us; `system`: where libraries lie; `python`: a package of Python. */
  readonly by: "variable" | "installed" | "system" | "python";
  readonly folder: string;
  /** Its files in the order they are to be loaded. */
  readonly files: readonly string[];
}

const SYSTEM_FOLDERS = ["/usr/local/lib", "/usr/lib", "/usr/lib64", "/opt/homebrew/lib"];
/** Asks where the package is, without loading it. */
const WHERE_IN_PYTHON =
  "import importlib.util as u; s = u.find_spec('tensorflow'); print(s.submodule_search_locations[0] if s else '')";

/**
 * Looks for TensorFlow: where the variable `SANDPIPER_TENSORFLOW_LIB` says, in the cache, where libraries lie, in Python.
 * @throws SandpiperError `E_CONFIG` when the variable names a folder without it
 */
export async function findTensorflow(
  options: { readonly cache?: string | undefined; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<FoundTensorflow | null> {
  const named = (options.env ?? process.env).SANDPIPER_TENSORFLOW_LIB;
  if (named) {
    const files = filesIn(resolve(named));
    if (files !== null) return { by: "variable", folder: resolve(named), files };
    throw new SandpiperError("E_CONFIG", `SANDPIPER_TENSORFLOW_LIB is ${named}, which has no TensorFlow library`, {
      hint: `Name a folder with ${tensorflowFileNames()[0]!.join(" and ")}.`,
    });
  }
  const installed = tensorflowFolder(options.cache);
  const own = filesIn(installed);
  if (own !== null) return { by: "installed", folder: installed, files: own };
  return findOnMachine();
}

/** Only what others installed. */
export async function findOnMachine(): Promise<FoundTensorflow | null> {
  for (const folder of [...SYSTEM_FOLDERS, ...(await linkerFolders())]) {
    const files = filesIn(folder);
    if (files !== null) return { by: "system", folder, files };
  }
  const folder = (await output("python3", ["-c", WHERE_IN_PYTHON])).trim();
  const files = folder.startsWith("/") ? filesIn(folder) : null;
  return files === null ? null : { by: "python", folder, files };
}

/** Folders in which the dynamic linker knows a TensorFlow. */
async function linkerFolders(): Promise<string[]> {
  if (process.platform !== "linux") return [];
  const lines = (await output("ldconfig", ["-p"])).split("\n");
  return lines.flatMap((line) => {
    const path = /\blibtensorflow(?:_cc)?\.so\.2 .*=> (\/.+)$/.exec(line)?.[1];
    return path === undefined ? [] : [dirname(path)];
  });
}

/** The library in a folder, or null when a file of it is missing. */
export function filesIn(folder: string): readonly string[] | null {
  for (const names of tensorflowFileNames()) {
    const files = names.map((name) => join(folder, name));
    if (files.every((file) => existsSync(file))) return files;
  }
  return null;
}

/** What a program prints; nothing when there is none, or it fails. */
async function output(command: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { timeout: 10_000 });
    return stdout;
  } catch {
    return "";
  }
}
