// Builds the guests of tests/guests, which use the public crates for inference as their authors' users do. Their modules are committed, so
// that the tests need no Rust. `node --conditions=sandpiper-source scripts/build-guests.ts [NAME...]`
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFunction } from "../packages/cli/src/build/build-function.ts";
import { isFunctionSource } from "../packages/cli/src/build/find-sources.ts";
import { findRustToolchain } from "../packages/cli/src/toolchain/find-rust-toolchain.ts";

export const GUESTS = fileURLToPath(new URL("../tests/guests", import.meta.url));
export const GUESTS_RECORD = join(GUESTS, "built.json");

/** What a guest's module was built of, and what came out; both SHA-256. */
export interface BuiltGuest {
  readonly source: string;
  readonly module: string;
}

/** Of all that a guest is built of and that is here: its own files and those they share. */
export function digestSource(name: string): string {
  const hash = createHash("sha256");
  for (const folder of [name, "bird-labels"]) {
    const files = readdirSync(join(GUESTS, folder), { recursive: true, encoding: "utf8" }).sort();
    for (const file of files.filter((path) => /^Cargo\.(?:toml|lock)$|\.rs$/.test(path))) {
      hash.update(`${folder}/${file}\n`).update(readFileSync(join(GUESTS, folder, file)));
    }
  }
  return hash.digest("hex");
}

export async function listGuests(): Promise<string[]> {
  const names: string[] = [];
  for (const name of readdirSync(GUESTS).sort()) if (await isFunctionSource(join(GUESTS, name))) names.push(name);
  return names;
}

if (import.meta.main) {
  const toolchain = await findRustToolchain({ kind: "debian" });
  const asked = process.argv.slice(2);
  const record: Record<string, BuiltGuest> = JSON.parse(await readFile(GUESTS_RECORD, "utf8").catch(() => "{}"));
  for (const name of asked.length > 0 ? asked : await listGuests()) {
    const path = join(GUESTS, name);
    const built = await buildFunction(path, { outDir: path, locked: true, toolchain });
    record[name] = { source: digestSource(name), module: built.sha256 };
    process.stderr.write(`${name}: ${built.bytes} bytes in ${(built.durationMs / 1000).toFixed(0)} s\n`);
  }
  await writeFile(GUESTS_RECORD, `${JSON.stringify(record, null, 2)}\n`);
}
