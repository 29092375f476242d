import { createHash } from "node:crypto";
import { access, mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { cacheFolder } from "./cache-folder.ts";
import type { Mount } from "./debian-jail.ts";
import { type DebianRoot, ensureDebianRoot, proxyVariables } from "./debian-root.ts";
import { lastLines } from "./run-process.ts";
import type { CargoOptions, Toolchain, ToolchainOptions } from "./toolchain.ts";

const PACKAGES = ["ca-certificates", "cargo", "gcc", "libc6-dev", "libstd-rust-dev-wasm32", "lld", "rustc"];

/** The same paths for every project on every machine, so that the same source gives the same bytes. */
const INSIDE = { source: "/sandpiper/src", target: "/sandpiper/target", cargoHome: "/sandpiper/cargo" };

/**
 * Variables of this machine that cargo gets, so that it resolves and builds as it would outside. The rest stays out: it
 * would name programs and folders that are not there, and make builds differ.
 */
const PASSED =
  /^(CARGO_(HTTP|NET|PROFILE|REGISTR(Y|IES)|SOURCE|TERM|UNSTABLE)_.*|CARGO_BUILD_JOBS|RUSTFLAGS|CARGO_ENCODED_RUSTFLAGS|RUST_BACKTRACE|SOURCE_DATE_EPOCH|TERM|NO_COLOR)$/;

/** The Rust of a Debian root that is made for it. */
export async function createDebianToolchain(options: ToolchainOptions): Promise<Toolchain> {
  const cacheDir = options.cacheDir ?? cacheFolder();
  const { onProgress, signal } = options;
  const root = await ensureDebianRoot({ packages: PACKAGES, cacheDir, onProgress, signal });
  const asked = await root.run(["rustc", "--version"], { signal });
  if (asked.code !== 0) {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `the Rust in ${root.path} does not run: ${lastLines(asked, 1)}`, {
      hint: "Delete that folder; it is made again.",
    });
  }
  const version = asked.stdout.trim();
  const targetOf = ({ crate }: CargoOptions) =>
    join(cacheDir, "target", createHash("sha256").update(crate).digest("hex").slice(0, 16));
  return {
    kind: "debian",
    description: `Rust ${version.split(" ")[1]} (Debian ${root.suite})`,
    version,
    cargo: (args, cargo) => runCargo(root, args, cargo, targetOf(cargo), cacheDir),
    toMachinePath: (path, cargo) => {
      const target = underneath(path, INSIDE.target);
      if (target !== null) return join(targetOf(cargo), target);
      const source = underneath(path, INSIDE.source);
      return source === null ? path : join(cargo.root, source);
    },
  };
}

async function runCargo(
  root: DebianRoot,
  args: readonly string[],
  options: CargoOptions,
  target: string,
  cacheDir: string,
) {
  const cargoHome = await findCargoHome(cacheDir);
  const settings = await settingsAbove(options.root, cargoHome);
  const mounts: Mount[] = [
    { from: options.root, to: INSIDE.source },
    { from: target, to: INSIDE.target },
    { from: cargoHome, to: INSIDE.cargoHome },
    ...settings.map((from, i) => ({ from, to: `/sandpiper/settings/${i}.toml`, file: true })),
  ];
  await mkdir(target, { recursive: true });
  return root.run(["cargo", ...args, ...settings.flatMap((_, i) => ["--config", `/sandpiper/settings/${i}.toml`])], {
    mounts,
    cwd: join(INSIDE.source, relative(options.root, options.crate)),
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED.test(name))),
      ...proxyVariables(),
      CARGO_HOME: INSIDE.cargoHome,
      CARGO_TARGET_DIR: INSIDE.target,
      // Debian's Rust has no linker of its own for WebAssembly; this one is of the package lld.
      CARGO_TARGET_WASM32_WASIP1_LINKER: "wasm-ld",
      // A wrapper that the machine's settings name (sccache, say) is not in here.
      RUSTC_WRAPPER: "",
      RUSTC_WORKSPACE_WRAPPER: "",
      // Empty would be an error; the bundle is the one that is mounted.
      CARGO_HTTP_CAINFO: undefined,
    },
    onStderr: options.onOutput,
    signal: options.signal,
  });
}

/** The user's own cargo folder: its settings, registries and crates that were fetched before. Else one in the cache. */
async function findCargoHome(cacheDir: string): Promise<string> {
  const own = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  if (await exists(own)) return own;
  const made = join(cacheDir, "cargo");
  await mkdir(made, { recursive: true });
  return made;
}

/** Cargo's settings files in the folders above `root`, which cargo would read there; the farthest first, as the weakest. */
async function settingsAbove(root: string, cargoHome: string): Promise<string[]> {
  const found: string[] = [];
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const file = join(folder, ".cargo", "config.toml");
    if (folder !== root && join(folder, ".cargo") !== cargoHome && (await exists(file))) found.unshift(file);
    if (folder === dirname(folder)) return found;
  }
}

/** `path` relative to `folder` when it lies in it, else null. */
function underneath(path: string, folder: string): string | null {
  if (path === folder) return "";
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
