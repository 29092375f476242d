import { type Grants, SandpiperError } from "@sandpiper/core";
import type { HostModule } from "@sandpiper/nn";
import { createMemoryFileSystem } from "@sandpiper/wasi";

/** What can be granted here at all. */
export interface EngineOffers {
  /** Folders of the host. */
  readonly hostFolders: boolean;
  /** Host modules of inference; empty where there is none. */
  readonly inference: readonly HostModule[];
}

/**
 * The grants, checked. Inference that an engine does not have is left out: only a guest that imports it is refused.
 * @throws `E_CONFIG`
 */
export function toGrants(given: Grants = {}, offers: EngineOffers): Grants {
  const seen = new Set<string>();
  for (const { guest, host, files } of given.directories ?? []) {
    if (guest === "" || guest.includes("\0")) throw refuse(`"${guest}" is no path a guest could know a folder by`);
    if (seen.has(guest)) throw refuse(`two folders are granted as ${guest}`);
    seen.add(guest);
    if (host !== undefined && files !== undefined)
      throw refuse(`${guest} has a folder of the host and files in memory`);
    if (host !== undefined && !offers.hostFolders) {
      throw refuse(`${guest} is a folder of the host, and this engine has none to give`);
    }
    try {
      createMemoryFileSystem(files);
    } catch (error) {
      throw refuse(`the files granted at ${guest} cannot be: ${error instanceof Error ? error.message : error}`);
    }
  }
  return {
    ...(given.directories ? { directories: given.directories } : {}),
    ...(given.inference && offers.inference.length > 0 ? { inference: given.inference } : {}),
  };
}

function refuse(message: string): SandpiperError {
  return new SandpiperError("E_CONFIG", message);
}
