import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { findRustToolchain } from "../toolchain/find-rust-toolchain.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";
import { byLine } from "../toolchain/run-process.ts";
import type { CargoOptions, Toolchain } from "../toolchain/toolchain.ts";
import { toBuildError } from "./build-error.ts";
import { type CargoBuildOptions, cargoBuild } from "./cargo-build.ts";
import { findCrateRoot, hasManifest } from "./crate-root.ts";

export interface BuildOptions extends CargoBuildOptions {
  /** Where `<name>.wasm` is put; made when missing. */
  readonly outDir: string;
  /** The file's name without `.wasm`. Default: the source folder's. */
  readonly name?: string | undefined;
  /** A folder that the source takes files from besides its crate, workspace and path dependencies: the project's. */
  readonly root?: string | undefined;
  /** Default: `findRustToolchain({ cwd: source })`. Hand the same one in when you build several. */
  readonly toolchain?: Toolchain | undefined;
  readonly onProgress?: Progress | undefined;
  /** What cargo prints for people, as it prints it. */
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BuildResult {
  readonly name: string;
  /** Absolute path of the module. */
  readonly wasm: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly durationMs: number;
  /** Whether the bytes differ from those that were there before. */
  readonly changed: boolean;
  readonly toolchain: { readonly description: string; readonly version: string };
}

/**
 * Builds a Cargo crate into one module, optimised as its `profile.release` says. The same source and toolchain give the same
 * bytes in whatever folder.
 * @throws `E_BUILD` (a `BuildError` with the compiler's text), `E_ENGINE_UNAVAILABLE`, `E_CANCELLED`
 */
export async function buildFunction(source: string, options: BuildOptions): Promise<BuildResult> {
  const started = performance.now();
  const crate = resolve(source);
  const { name = basename(crate), onProgress, onOutput, signal } = options;
  if (!(await hasManifest(crate))) throw toBuildError(crate, "there is no Cargo.toml", "");
  const toolchain = options.toolchain ?? (await findRustToolchain({ cwd: crate, onProgress, signal }));
  const root = await findCrateRoot(crate, options.root);
  const bytes = await inPhase(onProgress, `Compiling ${name}`, async (update) => {
    const tellCrate = byLine((line) => {
      const match = /^\s*(?:Compiling|Downloaded|Downloading) (.+?)(?: \(.*\))?$/.exec(line);
      if (match) update(match[1]!);
    });
    const cargo: CargoOptions = {
      crate,
      root,
      signal,
      onOutput: (text) => {
        onOutput?.(text);
        tellCrate(text);
      },
    };
    return readFile(await cargoBuild(toolchain, cargo, options));
  });
  const wasm = join(resolve(options.outDir), `${name}.wasm`);
  const changed = await replaceFile(wasm, bytes);
  return {
    name,
    wasm,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    durationMs: performance.now() - started,
    changed,
    toolchain: { description: toolchain.description, version: toolchain.version },
  };
}

/** Puts `bytes` at `path` in one step; whoever reads it meanwhile has the old or the new file. False: they were the same. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<boolean> {
  const before = await readFile(path).catch(() => null);
  if (before?.equals(bytes)) {
    // What is built is newer than its source again, whoever compares their times.
    const now = new Date();
    await utimes(path, now, now);
    return false;
  }
  await mkdir(join(path, ".."), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return true;
}
