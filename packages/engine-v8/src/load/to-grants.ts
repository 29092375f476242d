import { type Grants, SandpiperError } from "@sandpiper/core";
import { createMemoryFileSystem } from "@sandpiper/wasi";

/**
 * The grants, checked.
 * @param hostFolders whether folders of the host can be given here
 * @throws `E_CONFIG`
 */
export function toGrants(given: Grants = {}, hostFolders: boolean): Grants {
  const seen = new Set<string>();
  for (const { guest, host, files } of given.directories ?? []) {
    if (guest === "" || guest.includes("\0")) throw refuse(`"${guest}" is no path a guest could know a folder by`);
    if (seen.has(guest)) throw refuse(`two folders are granted as ${guest}`);
    seen.add(guest);
    if (host !== undefined && files !== undefined)
      throw refuse(`${guest} has a folder of the host and files in memory`);
    if (host !== undefined && !hostFolders) {
      throw refuse(`${guest} is a folder of the host, and this engine has none to give`);
    }
    try {
      createMemoryFileSystem(files);
    } catch (error) {
      throw refuse(`the files granted at ${guest} cannot be: ${error instanceof Error ? error.message : error}`);
    }
  }
  return given.directories ? { directories: given.directories } : {};
}

function refuse(message: string): SandpiperError {
  return new SandpiperError("E_CONFIG", message);
}
