import { SandpiperError } from "@sandpiper/core";
import type { Toolchain, ToolchainOptions } from "./toolchain.ts";

/**
 * A Rust that builds for `wasm32-wasip1`: the machine's own, the machine's own after `rustup target add`, or the one in a
 * Debian root that is made for it.
 * @throws `E_ENGINE_UNAVAILABLE` when there is none and none can be made
 */
export async function findRustToolchain(_options: ToolchainOptions = {}): Promise<Toolchain> {
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", "no Rust toolchain can be found yet");
}
