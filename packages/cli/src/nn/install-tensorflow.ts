import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import {
  type FoundTensorflow,
  filesIn,
  findTensorflow,
  INSTALL_NOTE,
  type InstallNote,
  KOFFI,
  probeTensorflow,
  TENSORFLOW_WHEELS,
  tensorflowFolder,
} from "@sandpiper/nn/install";
import { inPhase } from "../toolchain/progress.ts";
import { downloadFile } from "./download-file.ts";
import { fetchWheel } from "./fetch-wheel.ts";
import type { InstallContext } from "./install-context.ts";
import { installNpmPackage } from "./install-npm-package.ts";
import { makeFolder } from "./make-folder.ts";
import { unpackTensorflow } from "./unpack-tensorflow.ts";
import { wheelOfThisMachine } from "./wheel-of-this-machine.ts";

const OWN_LIBRARY = "If this machine has its own, name its folder with SANDPIPER_TENSORFLOW_LIB.";

/**
 * Sees to it that the backend `tensorflow` works: takes the TensorFlow that this machine has, else fetches the one for its system,
 * and loads it once to see that it does.
 * @param from a wheel or an archive of the C library, a path or a URL: take this one
 */
export async function installTensorflow(from: string | undefined, context: InstallContext): Promise<FoundTensorflow> {
  const koffi = await installNpmPackage(KOFFI, context);
  const { cache, onProgress } = context;
  const found = from === undefined ? await findTensorflow({ cache }) : null;
  if (found !== null) {
    await inPhase(onProgress, `Trying the TensorFlow in ${found.folder}`, () => probeTensorflow(koffi, found.files));
    return found;
  }
  const folder = tensorflowFolder(cache);
  await makeFolder(folder, async (partial) => {
    const work = join(partial, "work");
    await mkdir(work);
    const { archive, source } = await bringArchive(from, work, context);
    await unpackTensorflow(archive, partial, context);
    await rm(work, { recursive: true });
    const version = await inPhase(onProgress, "Trying it", () => probeTensorflow(koffi, filesIn(partial)!));
    const note: InstallNote = { version, source };
    await writeFile(join(partial, INSTALL_NOTE), `${JSON.stringify(note)}\n`);
  });
  return { by: "installed", folder, files: filesIn(folder)! };
}

/** The archive as a file: the user's, fetched into `work`, or the wheel for this machine. */
async function bringArchive(
  from: string | undefined,
  work: string,
  context: InstallContext,
): Promise<{ readonly archive: string; readonly source: string }> {
  if (from === undefined) {
    const wheel = wheelOfThisMachine("TensorFlow", TENSORFLOW_WHEELS, OWN_LIBRARY);
    const archive = await fetchWheel(
      wheel,
      work,
      context,
      "Or give the file: sandpiper nn install tensorflow --from FILE",
    );
    return { archive, source: `pip ${wheel.package}==${wheel.version}` };
  }
  if (/^https?:\/\//.test(from)) {
    const url = new URL(from);
    const archive = join(work, basename(url.pathname) || "archive");
    await downloadFile(url, archive, context);
    return { archive, source: from };
  }
  if (existsSync(from)) return { archive: resolve(from), source: resolve(from) };
  throw new SandpiperError("E_USAGE", `there is no file ${from}`, {
    hint: "Name a wheel (.whl) or the C library's .tar.gz.",
  });
}
