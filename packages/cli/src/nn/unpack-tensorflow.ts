import { existsSync, realpathSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { formatSize, SandpiperError } from "@sandpiper/core";
import { tensorflowFileNames } from "@sandpiper/nn/install";
import { inPhase } from "../toolchain/progress.ts";
import { byLine, lastLines, type ProcessResult, runProcess } from "../toolchain/run-process.ts";
import type { InstallContext } from "./install-context.ts";

/** Writes the files of a wheel that have one of the names into a folder, and prints how many bytes it has written. */
const UNPACK_WHEEL = `
import os, sys, zipfile
archive, folder, names = sys.argv[1], sys.argv[2], sys.argv[3:]
done = 0
with zipfile.ZipFile(archive) as wheel:
    for entry in wheel.infolist():
        directory, name = os.path.split(entry.filename)
        if directory != "tensorflow" or name not in names:
            continue
        with wheel.open(entry) as source, open(os.path.join(folder, name), "wb") as target:
            while part := source.read(1 << 22):
                target.write(part)
                done += len(part)
                print(done, flush=True)
`;

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
    if (/\.whl$/.test(archive)) await unpackWheel(archive, folder, update, signal);
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

async function unpackWheel(archive: string, folder: string, update: (detail: string) => void, signal: AbortSignal) {
  const names = tensorflowFileNames().flat();
  const onStdout = byLine((line) => update(formatSize(Number(line))));
  check(archive, await runProcess("python3", ["-c", UNPACK_WHEEL, archive, folder, ...names], { signal, onStdout }));
}

async function unpackTar(archive: string, folder: string, signal: AbortSignal) {
  const unpacked = join(folder, "unpacked");
  await mkdir(unpacked);
  check(archive, await runProcess("tar", ["-xzf", archive, "-C", unpacked], { signal }));
  const library = join(unpacked, "lib");
  for (const name of new Set(tensorflowFileNames().flat())) {
    // The names with a 2 are links to the files with the whole version.
    const link = join(library, name);
    if (existsSync(link)) await rename(realpathSync(link), join(folder, name));
  }
  await rm(unpacked, { recursive: true });
}

function check(archive: string, result: ProcessResult): void {
  if (result.code === 0) return;
  throw new SandpiperError("E_USAGE", `${archive} cannot be unpacked: ${lastLines(result, 1)}`, {
    hint: "Is it a wheel (.whl) or an archive (.tar.gz), and whole? Wheels are unpacked with python3, archives with tar.",
  });
}
