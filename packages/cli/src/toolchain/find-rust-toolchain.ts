import { isSandpiperError, SandpiperError } from "@sandpiper/core";
import { cacheFolder } from "./cache-folder.ts";
import { createDebianToolchain } from "./debian-toolchain.ts";
import { findMachineToolchain } from "./machine-toolchain.ts";
import { addTargetByRustup } from "./rustup.ts";
import { type Toolchain, type ToolchainKind, type ToolchainOptions, WASM_TARGET } from "./toolchain.ts";

const KINDS: readonly ToolchainKind[] = ["machine", "debian"];

/**
 * A Rust that builds for `wasm32-wasip1`: the machine's own, the machine's own after `rustup target add`, or the one of a
 * Debian root that is made for it once.
 * @throws `E_ENGINE_UNAVAILABLE` when there is none and none can be made, `E_USAGE` for an unknown `SANDPIPER_TOOLCHAIN`,
 * `E_CANCELLED`
 */
export async function findRustToolchain(options: ToolchainOptions = {}): Promise<Toolchain> {
  const { onProgress, signal, cwd = process.cwd(), cacheDir = cacheFolder() } = options;
  const kind = options.kind ?? kindOfEnvironment();
  const reasons: string[] = [];
  if (kind !== "debian") {
    const machine = await findMachineToolchain(cwd);
    if (!("missing" in machine)) return machine;
    reasons.push(machine.missing);
    const failure = await addTargetByRustup({ cwd, cacheDir, onProgress, signal });
    if (failure === null) {
      const added = await findMachineToolchain(cwd);
      if (!("missing" in added)) return added;
      reasons.push(added.missing);
    } else {
      reasons.push(failure);
    }
  }
  if (kind !== "machine") {
    for (const reason of reasons) onProgress?.({ kind: "note", phase: reason, elapsedMs: 0 });
    try {
      return await createDebianToolchain({ ...options, cacheDir });
    } catch (error) {
      if (!isSandpiperError(error) || error.code !== "E_ENGINE_UNAVAILABLE") throw error;
      reasons.push(error.hint === undefined ? error.message : `${error.message} (${error.hint})`);
    }
  }
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no Rust for ${WASM_TARGET}: ${reasons.join("; ")}`, {
    hint: `On a machine with internet: install Rust with rustup, then run \`rustup target add ${WASM_TARGET}\`.`,
  });
}

function kindOfEnvironment(): ToolchainKind | undefined {
  const wanted = process.env.SANDPIPER_TOOLCHAIN;
  if (!wanted) return undefined;
  const kind = KINDS.find((known) => known === wanted);
  if (kind) return kind;
  throw new SandpiperError("E_USAGE", `SANDPIPER_TOOLCHAIN is "${wanted}"; it may be ${KINDS.join(" or ")}`);
}
