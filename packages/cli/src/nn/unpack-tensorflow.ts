import { existsSync, realpathSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { tensorflowFileNames } from "@sandpiper/nn/install";
import { inPhase } from "../toolchain/progress.ts";
import { runProcess } from "../toolchain/run-process.ts";
import type { InstallContext } from "./install-context.ts";
import { checkUnpacked, unpackWheel } from "./unpack-wheel.ts";

/**
 * Takes TensorFlow's C library, and nothing else, out of a wheel of Python or the official archive of the C library.
 * @param folder where its files are put
 */
export async function unpackTensorflow(
  archive: string,
  folder: string,
  { onProgress, signal }: Omit<InstallContext, "cache">,
): Promise<void> {
  await inPhase(onProgress, "Unpacking TensorFlow's library", async (update) => {
    const names = tensorflowFileNames().flat();
    if (/\.whl$/.test(archive)) await unpackWheel({ archive, directory: "tensorflow", names }, folder, update, signal);
    else await unpackTar(archive, folder, signal);
  });
  const there = new Set(await readdir(folder));
  if (tensorflowFileNames().some((names) => names.every((name) => there.has(name)))) return;
  throw new SandpiperError("E_USAGE", `${archive} holds no TensorFlow library for this system`, {
    hint: `It must have ${tensorflowFileNames()
      .map((names) => names.join(" and "))
      .join(", or ")}.`,
  });
}

async function unpackTar(archive: string, folder: string, signal: AbortSignal) {
  const unpacked = join(folder, "unpacked");
  await mkdir(unpacked);
  checkUnpacked(archive, await runProcess("tar", ["-xzf", archive, "-C", unpacked], { signal }));
  const library = join(unpacked, "lib");
  for (const name of new Set(tensorflowFileNames().flat())) {
    // The names with a 2 are links to the files with the whole version.
    const link = join(library, name);
    if (existsSync(link)) await rename(realpathSync(link), join(folder, name));
  }
  await rm(unpacked, { recursive: true });
}
