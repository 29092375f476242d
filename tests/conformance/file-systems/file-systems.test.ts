/**
 * What a guest must be told, whichever file system it was given: every outcome that a program of the public WASI suite
 * asserts, and some more. One suite for all file systems, so that a function behaves the same in memory and on disk.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe } from "node:test";
import { createMemoryFileSystem, type FsDirectory } from "@sandpiper/wasi";
import { createHostDirectory } from "@sandpiper/wasi/node";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { testDescriptors } from "./descriptors.ts";
import { createGuestTest } from "./guest-test.ts";
import { testPaths } from "./paths.ts";

const base = temporaryFolder();
let count = 0;

function emptyFolder(): string {
  const folder = join(base, String(count++));
  mkdirSync(folder);
  return folder;
}

const FILE_SYSTEMS: Readonly<Record<string, () => FsDirectory>> = {
  "the in-memory file system": () => createMemoryFileSystem(),
  "a host folder by path": () => createHostDirectory(emptyFolder(), { by: "path" }),
  ...(process.platform === "linux" && {
    "a host folder by descriptor": () => createHostDirectory(emptyFolder(), { by: "descriptor" }),
  }),
};

for (const [name, create] of Object.entries(FILE_SYSTEMS)) {
  describe(`a guest on ${name}`, () => {
    const guestTest = createGuestTest(create);
    testPaths(guestTest);
    testDescriptors(guestTest);
  });
}
