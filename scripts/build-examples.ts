// Builds the modules of the examples that are committed, and the record of what they were built with. Always with the Rust
// of the Debian root: it is the one that everybody can have, so the one that `tests/e2e/examples-rebuild.test.ts` compares with.
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFunction } from "../packages/cli/src/build/build-function.ts";
import { findSources } from "../packages/cli/src/build/find-sources.ts";
import { findRustToolchain } from "../packages/cli/src/toolchain/find-rust-toolchain.ts";
import type { ProgressEvent } from "../packages/cli/src/toolchain/progress.ts";
import { WASM_TARGET } from "../packages/cli/src/toolchain/toolchain.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const examples = join(root, "examples");
const template = join(root, "packages/create-sandpiper/templates/rust/functions/hello");

const onProgress = ({ kind, phase, elapsedMs }: ProgressEvent) => {
  if (kind === "start") process.stderr.write(`${phase} ...\n`);
  if (kind === "end") process.stderr.write(`${phase}: ${(elapsedMs / 1000).toFixed(1)} s\n`);
};

const toolchain = await findRustToolchain({ kind: "debian", onProgress });
const modules: Record<string, { sha256: string; bytes: number }> = {};
for (const { name, path } of await findSources(examples)) {
  const built = await buildFunction(path, { outDir: path, locked: true, toolchain, onProgress });
  modules[name] = { sha256: built.sha256, bytes: built.bytes };
  process.stderr.write(`${name}: ${built.bytes} bytes, ${built.changed ? "changed" : "as before"}\n`);
}
const record = { rustc: toolchain.version, target: WASM_TARGET, modules };
await writeFile(join(examples, "built.json"), `${JSON.stringify(record, null, 2)}\n`);

// A new project begins with the same function.
for (const file of ["Cargo.toml", "Cargo.lock", "hello.wasm", "src/main.rs"]) {
  await copyFile(join(examples, "functions/hello", file), join(template, file));
}
