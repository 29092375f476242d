import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { cacheFolder } from "./cache-folder.ts";
import { type JailOptions, runInRoot, runUnshared } from "./debian-jail.ts";
import { checkDebianSupport, debianArchitecture, debianMirror } from "./debian-support.ts";
import { withFileLock } from "./file-lock.ts";
import { inPhase, type Progress } from "./progress.ts";
import { byLine, lastLines, type ProcessResult } from "./run-process.ts";
import { untilInterrupted } from "./until-interrupted.ts";

/** The suite with Rust for wasm32-wasip1, WasmEdge with its compiler, wabt and more in one release. */
export const DEBIAN_SUITE = "trixie";

export interface DebianRootOptions {
  /** Debian packages to have installed, in this root shared by all who ask. */
  readonly packages: readonly string[];
  readonly cacheDir?: string | undefined;
  readonly onProgress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A small Debian in a folder. */
export interface DebianRoot {
  readonly path: string;
  readonly suite: string;
  /** Runs a command in it, with this machine's network; see `runInRoot`. */
  run(command: readonly string[], options?: JailOptions): Promise<ProcessResult>;
}

/** What the root's own record says; it is written only when all of it is true. */
interface Record {
  readonly packages: readonly string[];
}

const RECORD = "sandpiper-root.json";

/** Keeps the root small and its making fast: it is a cache, a crash during its making throws it away anyway. */
const DPKG_SETTINGS = `force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
`;

const APT = ["apt-get", "-y", "-o", "APT::Install-Recommends=false", "-o", "Acquire::Languages=none"];
// In a folder that only root may enter (a home, say) apt's own user could not read what it fetched.
const APT_SETTINGS = [...APT, "-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=3"];

/**
 * A Debian root with these packages in the cache folder: the one that is there, with packages added when some are missing,
 * or a new one. It appears whole or not at all; two processes that want it make it once.
 * @throws `E_ENGINE_UNAVAILABLE` where this cannot be (other systems, no root rights, no network), `E_CANCELLED`
 */
export async function ensureDebianRoot(options: DebianRootOptions): Promise<DebianRoot> {
  const { packages, cacheDir = cacheFolder(), onProgress } = options;
  const path = debianRootPath(cacheDir);
  const root: DebianRoot = {
    path,
    suite: DEBIAN_SUITE,
    run: (command, jail = {}) => runInRoot(path, command, jail),
  };
  const missing = async () => {
    const record = await readRecord(path);
    return record && packages.filter((name) => !record.packages.includes(name));
  };
  if ((await missing())?.length === 0) {
    await checkDebianSupport({ making: false });
    return root;
  }
  await checkDebianSupport({ making: true, onProgress });
  await mkdir(cacheDir, { recursive: true });
  const onWait = () =>
    onProgress?.({ kind: "note", phase: "Waiting for another process that makes the Debian root", elapsedMs: 0 });
  await untilInterrupted(options.signal, (signal) =>
    withFileLock(`${path}.lock`, { onWait, signal }, async () => {
      const needed = await missing();
      if (needed === undefined) await makeRoot(path, packages, onProgress, signal);
      else if (needed.length > 0) await addPackages(path, needed, onProgress, signal);
    }),
  );
  return root;
}

/** Where the root is, once it is made. */
export function debianRootPath(cacheDir = cacheFolder()): string {
  return join(cacheDir, `${DEBIAN_SUITE}-${debianArchitecture()}`);
}

async function makeRoot(
  path: string,
  packages: readonly string[],
  onProgress: Progress | undefined,
  signal: AbortSignal,
): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  await removePartials(path);
  try {
    await inPhase(onProgress, `Making a Debian ${DEBIAN_SUITE} root`, async (update) => {
      await mkdir(join(partial, "etc/dpkg/dpkg.cfg.d"), { recursive: true });
      await writeFile(join(partial, "etc/dpkg/dpkg.cfg.d/sandpiper"), DPKG_SETTINGS);
      const mirror = await debianMirror();
      const made = await runUnshared(
        [
          ...["debootstrap", "--variant=minbase", `--arch=${debianArchitecture()}`, DEBIAN_SUITE, partial],
          ...(mirror === null ? [] : [mirror]),
        ],
        { signal, onStdout: byLine((line) => update(line.replace(/^[A-Z]: /, ""))) },
      );
      if (made.code !== 0) throw rootFailed("debootstrap", made);
    });
    await installPackages(partial, packages, onProgress, signal);
    await writeRecord(partial, packages);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

/** What earlier processes that were killed have left. The lock is held: nobody works on them. */
async function removePartials(path: string): Promise<void> {
  const folder = join(path, "..");
  const prefix = `${path.slice(folder.length + 1)}.partial-`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(prefix)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function addPackages(
  path: string,
  packages: readonly string[],
  onProgress: Progress | undefined,
  signal: AbortSignal,
): Promise<void> {
  // An addition that was stopped in the middle leaves packages unpacked but not set up.
  await runInRoot(path, ["dpkg", "--configure", "-a"], { signal });
  await installPackages(path, packages, onProgress, signal);
  const known = (await readRecord(path))?.packages ?? [];
  await writeRecord(path, [...known, ...packages]);
}

async function installPackages(
  path: string,
  packages: readonly string[],
  onProgress: Progress | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (packages.length === 0) return;
  await inPhase(onProgress, "Installing Debian packages", async (update) => {
    const env = { ...proxyVariables(), DEBIAN_FRONTEND: "noninteractive" };
    const onStdout = byLine((line) => {
      const match = /^(?:Get:\d+ \S+ \S+ \S+ |Unpacking |Setting up )(\S+)/.exec(line);
      if (match) update(match[1]!);
    });
    const updated = await runInRoot(path, [...APT_SETTINGS, "update"], { env, signal, onStdout });
    if (updated.code !== 0) throw rootFailed("apt-get update", updated);
    const installed = await runInRoot(path, [...APT_SETTINGS, "install", ...packages], { env, signal, onStdout });
    if (installed.code !== 0) throw rootFailed("apt-get install", installed);
    await runInRoot(path, ["sh", "-c", "apt-get clean; rm -rf /var/lib/apt/lists/*"], { signal });
  });
}

/** How this machine is told to reach the network. */
export function proxyVariables(): NodeJS.ProcessEnv {
  const found = Object.entries(process.env).filter(([name]) => /^(https?|ftp|all|no)_proxy$/i.test(name));
  return Object.fromEntries(found);
}

function rootFailed(what: string, result: ProcessResult): SandpiperError {
  return new SandpiperError("E_ENGINE_UNAVAILABLE", `the Debian root could not be made: ${what} failed`, {
    hint: `It said: ${lastLines(result, 3).replaceAll("\n", " / ")}`,
    cause: new Error(lastLines(result, 40)),
  });
}

async function readRecord(path: string): Promise<Record | undefined> {
  try {
    return JSON.parse(await readFile(join(path, RECORD), "utf8")) as Record;
  } catch {
    return undefined;
  }
}

async function writeRecord(path: string, packages: readonly string[]): Promise<void> {
  const record: Record = { packages: [...new Set(packages)].sort() };
  await writeFile(join(path, `${RECORD}.new`), `${JSON.stringify(record, null, 2)}\n`);
  await rename(join(path, `${RECORD}.new`), join(path, RECORD));
}
