import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  findNativeLitert,
  INSTALL_NOTE,
  type InstallNote,
  KOFFI,
  LITERT_WHEELS,
  litertFileName,
  nativeLitertFolder,
  probeNativeLitert,
} from "@sandpiper/nn/install";
import { inPhase } from "../toolchain/progress.ts";
import { fetchWheel } from "./fetch-wheel.ts";
import type { InstallContext } from "./install-context.ts";
import { installNpmPackage } from "./install-npm-package.ts";
import { makeFolder } from "./make-folder.ts";
import { unpackWheel } from "./unpack-wheel.ts";
import { wheelOfThisMachine } from "./wheel-of-this-machine.ts";

/** Brings LiteRT's native library, and loads it once to see that it works. */
export async function installNativeLitert(context: InstallContext): Promise<void> {
  const { cache, onProgress, signal } = context;
  if (findNativeLitert(cache) !== null) return;
  const wheel = wheelOfThisMachine("LiteRT", LITERT_WHEELS);
  const koffi = await installNpmPackage(KOFFI, context);
  await makeFolder(nativeLitertFolder(cache), async (partial) => {
    const work = join(partial, "work");
    await mkdir(work);
    const archive = await fetchWheel(wheel, work, context);
    const files = { archive, directory: "ai_edge_litert", names: [litertFileName()] };
    await inPhase(onProgress, "Unpacking LiteRT's library", (update) => unpackWheel(files, partial, update, signal));
    await rm(work, { recursive: true });
    await inPhase(onProgress, "Trying it", () => probeNativeLitert(koffi, join(partial, litertFileName())));
    const note: InstallNote = { version: wheel.version, source: `pip ${wheel.package}==${wheel.version}` };
    await writeFile(join(partial, INSTALL_NOTE), `${JSON.stringify(note)}\n`);
  });
}
