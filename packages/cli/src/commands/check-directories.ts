import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type DirectoryGrant, SandpiperError } from "@sandpiper/core";
import type { DirectoryOption } from "./parse-options.ts";

/** @throws `E_NOT_FOUND` when a folder is not there */
export async function checkDirectories(options: readonly DirectoryOption[]): Promise<DirectoryGrant[]> {
  const grants: DirectoryGrant[] = [];
  for (const { host, guest, readOnly } of options) {
    const found = await stat(host).catch(() => null);
    if (!found?.isDirectory()) {
      throw new SandpiperError("E_NOT_FOUND", `--dir: there is no folder ${host}`, {
        hint: "Make it first, or correct the path; it is written before the two colons.",
      });
    }
    grants.push({ host: resolve(host), guest, readOnly });
  }
  return grants;
}
