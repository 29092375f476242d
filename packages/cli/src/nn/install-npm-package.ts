import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { findNpmPackage, folderOf, INSTALL_NOTE, type InstallNote, type NpmPackage } from "@sandpiper/nn/install";
import { inPhase } from "../toolchain/progress.ts";
import { lastLines, runProcess } from "../toolchain/run-process.ts";
import type { InstallContext } from "./install-context.ts";
import { makeFolder } from "./make-folder.ts";
import { withGrowth } from "./with-growth.ts";

const NOT_FOUND = 127;

/**
 * Puts a package of npm, and what it depends on, into the cache, with the registry and the settings that npm has on this machine. No
 * script of any package runs.
 * @param unneeded folders within the package that this machine has no use for
 * @returns its folder
 */
export async function installNpmPackage(
  wanted: NpmPackage,
  { cache, onProgress, signal }: InstallContext,
  unneeded: readonly string[] = [],
): Promise<string> {
  const there = findNpmPackage(wanted, cache);
  if (there !== null) return there;
  const folder = folderOf(wanted, cache);
  const spec = `${wanted.package}@${wanted.version}`;
  await makeFolder(folder, async (partial) => {
    await writeFile(join(partial, "package.json"), `${JSON.stringify({ private: true })}\n`);
    await inPhase(onProgress, `Fetching ${spec} from npm`, (update) =>
      withGrowth(partial, update, () => npmInstall(spec, partial, signal)),
    );
    await checkIntegrity(wanted, partial);
    for (const path of unneeded) {
      await rm(join(partial, "node_modules", wanted.package, path), { recursive: true, force: true });
    }
    const note: InstallNote = { version: wanted.version, source: `npm ${spec}` };
    await writeFile(join(partial, INSTALL_NOTE), `${JSON.stringify(note)}\n`);
  });
  return folder;
}

async function npmInstall(spec: string, cwd: string, signal: AbortSignal): Promise<void> {
  const args = ["install", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", spec];
  const result = await runProcess("npm", [...args, "--fetch-retries=2", "--fetch-retry-mintimeout=1000"], {
    cwd,
    signal,
  });
  if (result.code === 0) return;
  const why = result.code === NOT_FOUND ? "there is no npm here" : lastLines(result, 4).replace(/npm error /g, "");
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", `npm did not fetch ${spec}: ${why}`, {
    hint:
      result.code === NOT_FOUND
        ? "Install npm; it usually comes with Node."
        : "Is the network there, and the registry that npm is set to? Try: npm ping",
  });
}

/** npm checked what it fetched against what the registry says; this checks that the registry says what we know. */
async function checkIntegrity({ package: name, integrity }: NpmPackage, folder: string): Promise<void> {
  const { packages } = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  const found: unknown = packages?.[`node_modules/${name}`]?.integrity;
  if (found === integrity) return;
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", `the registry's ${name} is not the one this release was made with`, {
    hint: `Expected ${integrity}, got ${String(found)}. Does npm use a mirror that changes packages?`,
  });
}
