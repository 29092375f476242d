import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { findCrateRoot } from "./crate-root.ts";
import { findSources } from "./find-sources.ts";

let folder = "";

before(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "sandpiper-sources-")));
});

after(() => rm(folder, { recursive: true, force: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const PACKAGE = '[package]\nname = "x"\n';

test("sources are the crates of functions/ that have a program", async () => {
  await write({
    "p/functions/b-main/Cargo.toml": PACKAGE,
    "p/functions/b-main/src/main.rs": "",
    "p/functions/a-declared/Cargo.toml": `${PACKAGE}[[bin]]\nname = "x"\npath = "x.rs"\n`,
    "p/functions/c-bin-folder/Cargo.toml": PACKAGE,
    "p/functions/c-bin-folder/src/bin/x.rs": "",
    "p/functions/d-broken/Cargo.toml": "[package",
    "p/functions/library/Cargo.toml": PACKAGE,
    "p/functions/library/src/lib.rs": "",
    "p/functions/workspace/Cargo.toml": '[workspace]\nmembers = ["x"]\n',
    "p/functions/no-crate/main.rs": "",
    "p/functions/.hidden/Cargo.toml": PACKAGE,
    "p/functions/.hidden/src/main.rs": "",
    "p/functions/file.wasm": "",
  });
  const found = await findSources(join(folder, "p"));
  assert.deepEqual(
    found.map(({ name }) => name),
    ["a-declared", "b-main", "c-bin-folder", "d-broken"],
  );
  assert.equal(found[1]!.path, join(folder, "p/functions/b-main"));
  assert.deepEqual(await findSources(join(folder, "p/functions/b-main")), [found[1]]);
  assert.deepEqual(await findSources(join(folder, "nowhere")), []);
});

test("the root of a crate holds its workspace and path dependencies, also those of dependencies", async () => {
  await write({
    "r/alone/Cargo.toml": `${PACKAGE}[workspace]\n`,
    "r/ws/Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
    "r/ws/crates/one/Cargo.toml": PACKAGE,
    "r/deep/f/Cargo.toml": `${PACKAGE}[workspace]\n[target.'cfg(unix)'.dependencies]\na = { path = "../a" }\n`,
    "r/deep/a/Cargo.toml": `${PACKAGE}[workspace]\n[dev-dependencies]\nb = { path = "../../b" }\n`,
    "r/b/Cargo.toml": `${PACKAGE}[workspace]\n[dependencies]\nf = { path = "../deep/f" }\n`,
  });
  const root = (crate: string, also?: string) => findCrateRoot(join(folder, crate), also && join(folder, also));
  assert.equal(await root("r/alone"), join(folder, "r/alone"));
  assert.equal(await root("r/ws/crates/one"), join(folder, "r/ws"));
  assert.equal(await root("r/deep/f"), join(folder, "r"));
  assert.equal(await root("r/alone", "r/ws"), join(folder, "r"));
  assert.equal(await root("r/alone", "r/alone/src"), join(folder, "r/alone"));
  assert.equal(await root("r/alone", "r/alone-2"), join(folder, "r"));
});
