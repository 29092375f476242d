import { readdir } from "node:fs/promises";
import { runProcess } from "./run-process.ts";
import { type Toolchain, WASM_TARGET } from "./toolchain.ts";

/** The machine's own cargo and rustc if they build for our target, else why they don't, in a few words. */
export async function findMachineToolchain(cwd: string): Promise<Toolchain | { readonly missing: string }> {
  // Each is asked where it will be run: rustup chooses the version by folder.
  const cargo = await runProcess("cargo", ["--version"], { cwd });
  if (cargo.code !== 0) return { missing: "cargo is not installed" };
  const rustc = await runProcess("rustc", ["--version"], { cwd });
  if (rustc.code !== 0) return { missing: "rustc is not installed" };
  const version = rustc.stdout.trim();
  const release = version.split(" ")[1] ?? version;
  if (!(await hasStandardLibrary(cwd))) return { missing: `Rust ${release} has no ${WASM_TARGET}` };
  return {
    kind: "machine",
    description: `Rust ${release}`,
    version,
    cargo: (args, { crate, onOutput, signal }) => runProcess("cargo", args, { cwd: crate, onStderr: onOutput, signal }),
    toMachinePath: (path) => path,
  };
}

/** rustc knows many targets; what it can build for is what it has a compiled standard library of. */
async function hasStandardLibrary(cwd: string): Promise<boolean> {
  const asked = await runProcess("rustc", ["--print", "target-libdir", "--target", WASM_TARGET], { cwd });
  if (asked.code !== 0) return false;
  const files = await readdir(asked.stdout.trim()).catch(() => []);
  return files.some((file) => /^libstd-.*\.rlib$/.test(file));
}
