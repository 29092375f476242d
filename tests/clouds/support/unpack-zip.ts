import { spawnSync } from "node:child_process";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Not by the library that packed it: Python's own checks every file's sum, and leaves the modes to us. */
const UNPACK = `
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as packed:
    for entry in packed.infolist():
        os.chmod(packed.extract(entry, sys.argv[2]), entry.external_attr >> 16)
`;

/** Unpacks a zip as a cloud does, with the modes in it, into a folder that is gone when the process ends. */
export function unpackZip(zip: string): string {
  const folder = temporaryFolder();
  const { status, stderr, error } = spawnSync("python3", ["-c", UNPACK, zip, folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${zip} is not unpacked: ${error?.message ?? stderr}`);
  return folder;
}
