import { type DirectoryGrant, type Limits, SandpiperError } from "@sandpiper/core";
import { createMemoryFileSystem, type FsDirectory, type Preopen } from "@sandpiper/wasi";

/** Opens a folder of the host; only places that have such folders can give one. */
export type OpenHostDirectory = (path: string, options: { readonly readOnly: boolean }) => FsDirectory;

/**
 * The folders a guest finds open, made new for each invocation. All in-memory ones share the memory limit evenly.
 * @throws `E_CONFIG` for a host folder that cannot be opened
 */
export function openPreopens(
  grants: readonly DirectoryGrant[],
  limits: Limits,
  openHostDirectory: OpenHostDirectory | null,
): Preopen[] {
  if (grants.length === 0) return [];
  const inMemory = grants.filter((grant) => grant.host === undefined).length;
  const maxBytes = inMemory === 0 ? 0 : Math.floor(limits.memoryBytes / inMemory);
  const opened: Preopen[] = [];
  try {
    for (const grant of grants) {
      const readOnly = grant.readOnly ?? false;
      const directory =
        grant.host === undefined
          ? createMemoryFileSystem(grant.files, { maxBytes })
          : openHost(grant.host, readOnly, openHostDirectory);
      opened.push({ path: grant.guest, directory, readOnly });
    }
    return opened;
  } catch (error) {
    for (const { directory } of opened) directory.close();
    throw error;
  }
}

function openHost(path: string, readOnly: boolean, open: OpenHostDirectory | null): FsDirectory {
  if (!open) {
    throw new SandpiperError("E_CONFIG", `the folder ${path} cannot be given here: this engine has no host folders`);
  }
  try {
    return open(path, { readOnly });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SandpiperError("E_CONFIG", `the folder ${path} cannot be opened: ${reason}`, { cause: error });
  }
}
