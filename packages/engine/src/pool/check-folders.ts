import { statSync } from "node:fs";
import { type Grants, SandpiperError } from "@sandpiper/core";

/**
 * Whether the folders of the host that are granted are there.
 * @throws `E_CONFIG`
 */
export function checkFolders({ directories = [] }: Grants): void {
  for (const { host } of directories) {
    if (host !== undefined && !statSync(host, { throwIfNoEntry: false })?.isDirectory()) {
      throw new SandpiperError("E_CONFIG", `${host} is no folder`, { hint: "Name a folder that is there." });
    }
  }
}
