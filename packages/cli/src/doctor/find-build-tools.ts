import { existsSync } from "node:fs";
import { debianRootPath } from "../toolchain/debian-root.ts";
import { findMachineToolchain } from "../toolchain/machine-toolchain.ts";
import { WASM_TARGET } from "../toolchain/toolchain.ts";
import { type Finding, missing, there } from "./finding.ts";

const GROUP = "build";

/** Looks only: `sandpiper build` makes what it lacks where it can. */
export async function findBuildTools(): Promise<Finding[]> {
  const machine = await findMachineToolchain(process.cwd());
  const root = debianRootPath();
  const next = `rustup target add ${WASM_TARGET} (https://rustup.rs), or sandpiper build, which makes one where it can`;
  return [
    "missing" in machine
      ? missing(GROUP, "rust", `${machine.missing}; builds functions written in Rust`, next)
      : there(GROUP, "rust", `${machine.description} for ${WASM_TARGET}`),
    ...(existsSync(root) ? [there(GROUP, "debian root", "its own Rust and WasmEdge", root)] : []),
  ];
}
