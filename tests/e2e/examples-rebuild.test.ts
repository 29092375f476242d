import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, readFile, rm } from "node:fs/promises";
import { constants, setPriority, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { before, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { isSandpiperError } from "@sandpiper/core";
import { createProject } from "create-sandpiper";
import { buildFunction } from "../../packages/cli/src/build/build-function.ts";
import { findSources } from "../../packages/cli/src/build/find-sources.ts";
import { findRustToolchain } from "../../packages/cli/src/toolchain/find-rust-toolchain.ts";
import type { Toolchain } from "../../packages/cli/src/toolchain/toolchain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

// The modules of the examples are committed so that nobody needs a Rust to try them. That they are what their sources say
// is shown by building them again, with the toolchain they were built with, and comparing the bytes.

interface Built {
  readonly rustc: string;
  readonly modules: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

const examples = fileURLToPath(new URL("../../examples", import.meta.url));
const built = JSON.parse(await readFile(join(examples, "built.json"), "utf8")) as Built;
const sources = await findSources(examples);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

let toolchain: Toolchain | null = null;
let reason = "";

before(async () => {
  // The compiler takes minutes of both processors; whatever is tested meanwhile goes first.
  setPriority(constants.priority.PRIORITY_LOW);
  try {
    const found = await findRustToolchain({ kind: "debian" });
    if (found.version === built.rustc) toolchain = found;
    else reason = `the examples are built with ${built.rustc}, this machine offers ${found.version}`;
  } catch (error) {
    if (!isSandpiperError(error) || error.code !== "E_ENGINE_UNAVAILABLE") throw error;
    reason = error.message;
  }
});

async function rebuild(t: TestContext, source: string): Promise<void> {
  if (toolchain === null) return t.skip(reason);
  const name = basename(source);
  try {
    const result = await buildFunction(source, { outDir: temporaryFolder(), toolchain, locked: true });
    t.diagnostic(`${result.bytes} bytes in ${(result.durationMs / 1000).toFixed(1)} s`);
    assert.equal(result.sha256, built.modules[name]?.sha256, "the source has changed: npm run build:examples");
  } catch (error) {
    if (!isSandpiperError(error) || !error.hint?.includes("is there a network?")) throw error;
    t.skip(error.message);
  }
}

test("the committed modules are those of the record", async () => {
  const found: Record<string, string> = {};
  for (const { name, path } of sources) found[name] = sha256(await readFile(join(path, `${name}.wasm`)));
  assert.deepEqual(
    found,
    Object.fromEntries(Object.entries(built.modules).map(([name, module]) => [name, module.sha256])),
  );
});

test("a new project begins with the function and the module of the example", async () => {
  const template = fileURLToPath(
    new URL("../../packages/create-sandpiper/templates/rust/functions/hello", import.meta.url),
  );
  for (const file of ["Cargo.toml", "Cargo.lock", "src/main.rs", "hello.wasm"]) {
    const [ours, theirs] = await Promise.all(
      [template, join(examples, "functions/hello")].map((folder) => readFile(join(folder, file))),
    );
    assert.ok(ours!.equals(theirs!), file);
  }
});

for (const { name, path } of sources) {
  test(`${name} builds to the committed bytes`, (t) => rebuild(t, path));
}

test("image-classify finds the SDK in a new project as well, and its lock file holds", async (t) => {
  if (toolchain === null) return t.skip(reason);
  const { dir } = await createProject("birds", { dir: join(temporaryFolder(), "birds"), target: "vercel" });
  const cargo = { crate: join(dir, "functions/image-classify"), root: dir };
  const { code, stdout, stderr } = await toolchain.cargo(["metadata", "--format-version", "1", "--locked"], cargo);
  if (/Could not resolve host|failed to download|download of .* failed/i.test(stderr)) return t.skip("no network");
  assert.equal(code, 0, stderr);
  const { packages } = JSON.parse(stdout) as { packages: { name: string; manifest_path: string }[] };
  const sdk = packages.find(({ name }) => name === "sandpiper-sdk");
  assert.match(sdk?.manifest_path ?? "", /\/crates\/sandpiper\/Cargo\.toml$/);
});

test("hello builds to the same bytes in another folder", async (t) => {
  // Not a new one each time: every folder has its own compiled dependencies in the cache.
  const elsewhere = join(tmpdir(), "sandpiper-elsewhere", "deeper");
  t.after(() => rm(elsewhere, { recursive: true, force: true }));
  await cp(join(examples, "functions/hello"), join(elsewhere, "hello"), { recursive: true });
  await rebuild(t, join(elsewhere, "hello"));
});
