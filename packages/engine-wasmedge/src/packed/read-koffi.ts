import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * koffi's native half for Linux with glibc, for this machine's processor.
 * @throws Error where koffi is not installed
 */
export async function readKoffi(): Promise<Uint8Array> {
  const { resolve } = createRequire(fileURLToPath(import.meta.resolve("koffi")));
  const folder = dirname(resolve(`@koromix/koffi-linux-${process.arch}`));
  return readFile(join(folder, `linux_${process.arch}`, "koffi.node"));
}
