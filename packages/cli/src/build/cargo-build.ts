import { basename, dirname } from "node:path";
import { type CargoOptions, type CargoResult, type Toolchain, WASM_TARGET } from "../toolchain/toolchain.ts";
import { firstError, toBuildError } from "./build-error.ts";

export interface CargoBuildOptions {
  /** Fail instead of changing `Cargo.lock`. */
  readonly locked?: boolean | undefined;
  /** Colour what cargo prints. */
  readonly color?: boolean | undefined;
}

/** The parts we read of `cargo metadata --format-version 1`. */
interface Metadata {
  readonly packages: readonly Package[];
  readonly workspace_root: string;
}

interface Package {
  readonly name: string;
  readonly manifest_path: string;
  /** Null for what lies in a folder of the user. */
  readonly source: string | null;
  readonly default_run: string | null;
  readonly targets: readonly { readonly name: string; readonly kind: readonly string[] }[];
}

/**
 * Runs `cargo build --release` for our target.
 * @returns where the module is, on this machine
 * @throws `E_BUILD`
 */
export async function cargoBuild(
  toolchain: Toolchain,
  cargo: CargoOptions,
  options: CargoBuildOptions,
): Promise<string> {
  const color = ["--color", options.color ? "always" : "never"];
  const locked = options.locked ? ["--locked"] : [];
  // Fetches what is missing and says where it lies, which the build needs to know.
  const metadata = await readMetadata(toolchain, cargo, [...color, ...locked]);
  const bin = chooseProgram(toolchain, cargo, metadata);
  const built = await toolchain.cargo(
    [
      ...["build", "--release", "--target", WASM_TARGET, "--bin", bin, "--message-format", "json-render-diagnostics"],
      ...["--config", `target.${WASM_TARGET}.rustflags=${JSON.stringify(remapFlags(metadata))}`],
      ...color,
      ...locked,
    ],
    cargo,
  );
  if (built.code !== 0) throw failed(cargo, built);
  const module = findArtifact(built.stdout, bin);
  if (module === null) throw toBuildError(cargo.crate, "cargo named no module that it built", built.stderr);
  return toolchain.toMachinePath(module, cargo);
}

async function readMetadata(toolchain: Toolchain, cargo: CargoOptions, flags: readonly string[]): Promise<Metadata> {
  const result = await toolchain.cargo(
    ["metadata", "--format-version", "1", "--filter-platform", WASM_TARGET, ...flags],
    cargo,
  );
  if (result.code !== 0) throw failed(cargo, result);
  return JSON.parse(result.stdout) as Metadata;
}

function failed({ crate }: CargoOptions, { stderr }: CargoResult): Error {
  return toBuildError(crate, firstError(stderr), stderr);
}

/** The program of the crate: its only one, the one it runs by default, or the one that has the crate's name. */
function chooseProgram(toolchain: Toolchain, cargo: CargoOptions, { packages }: Metadata): string {
  const own = packages.find(
    ({ source, manifest_path }) =>
      source === null && dirname(toolchain.toMachinePath(manifest_path, cargo)) === cargo.crate,
  );
  if (!own) throw toBuildError(cargo.crate, "its Cargo.toml has no package, so it has no program", "");
  const programs = own.targets.filter(({ kind }) => kind.includes("bin")).map(({ name }) => name);
  if (programs.length === 0) throw toBuildError(cargo.crate, "the crate has no program", "");
  const chosen = [own.default_run, own.name, programs.length === 1 ? programs[0]! : null].find(
    (name) => name !== null && programs.includes(name),
  );
  if (chosen) return chosen;
  throw toBuildError(cargo.crate, `the crate has several programs: ${programs.join(", ")}`, "");
}

/**
 * Panic messages hold paths of sources. They are made the same for everyone, wherever the project, the crates and cargo's
 * folder lie, and tell nobody about this machine.
 */
function remapFlags({ packages, workspace_root }: Metadata): string[] {
  const folders = new Map([[workspace_root, "/src"]]);
  for (const { source, manifest_path } of packages) {
    const folder = dirname(manifest_path);
    if (source === null) {
      if (!`${folder}/`.startsWith(`${workspace_root}/`)) folders.set(folder, `/src/${basename(folder)}`);
    } else if (source.startsWith("git+")) {
      folders.set(folder, `/crates/${basename(folder)}`);
    } else {
      folders.set(dirname(folder), "/crates");
    }
  }
  return [...folders].sort().map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

/** The `executable` of the `compiler-artifact` message about `bin`. */
function findArtifact(messages: string, bin: string): string | null {
  for (const line of messages.split("\n")) {
    if (!line.startsWith("{")) continue;
    const message = JSON.parse(line) as { reason: string; target?: { name: string }; executable?: string | null };
    if (message.reason === "compiler-artifact" && message.target?.name === bin && message.executable) {
      return message.executable;
    }
  }
  return null;
}
