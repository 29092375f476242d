import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import type { Toolchain } from "../toolchain/toolchain.ts";
import { BuildError } from "./build-error.ts";
import { buildFunction } from "./build-function.ts";

let folder = "";
let crate = "";

before(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "sandpiper-build-")));
  crate = join(folder, "crate");
  await mkdir(crate);
  await writeFile(join(crate, "Cargo.toml"), '[package]\nname = "birds"\n');
});

after(() => rm(folder, { recursive: true, force: true }));

interface Script {
  /** Programs of the crate. */
  readonly bins?: readonly string[];
  readonly defaultRun?: string;
  /** What the build leaves; text: what it fails with. */
  readonly built?: Uint8Array | string;
}

/** A cargo that says and leaves what the test wants, with paths as they are inside a Debian root. */
function fakeToolchain({ bins = ["birds"], defaultRun, built = new Uint8Array() }: Script) {
  const calls: (readonly string[])[] = [];
  const inside = "/sandpiper/src";
  const toolchain: Toolchain = {
    kind: "debian",
    description: "Rust 0",
    version: "rustc 0",
    async cargo(args, { onOutput }) {
      calls.push(args);
      if (args[0] === "metadata") {
        const own = {
          name: "birds",
          manifest_path: `${inside}/Cargo.toml`,
          source: null,
          default_run: defaultRun ?? null,
          targets: [{ name: "birds", kind: ["lib"] }, ...bins.map((name) => ({ name, kind: ["bin"] }))],
        };
        const crates = "/sandpiper/cargo/registry/src/index-0123";
        const other = { ...own, name: "png", manifest_path: `${crates}/png-1.0.0/Cargo.toml`, source: "registry+x" };
        return { code: 0, stdout: JSON.stringify({ packages: [other, own], workspace_root: inside }), stderr: "" };
      }
      onOutput?.("   Compiling birds v0.1.0 (/sandpiper/src)\n");
      if (typeof built === "string") return { code: 101, stdout: "", stderr: built };
      await writeFile(join(folder, "made.wasm"), built);
      const bin = args[args.indexOf("--bin") + 1];
      const messages = [
        { reason: "compiler-artifact", target: { name: "png" }, executable: null },
        { reason: "compiler-artifact", target: { name: bin }, executable: "/sandpiper/target/made.wasm" },
        { reason: "build-finished", success: true },
      ];
      return { code: 0, stdout: messages.map((message) => JSON.stringify(message)).join("\n"), stderr: "" };
    },
    toMachinePath: (path) => path.replace("/sandpiper/target", folder).replace(inside, crate),
  };
  return { toolchain, calls };
}

test("the module is put in place whole, and is only changed when its bytes are", async () => {
  const outDir = join(folder, "out");
  const { toolchain, calls } = fakeToolchain({ built: new Uint8Array([0, 97, 115, 109]) });
  const seen: string[] = [];
  const onProgress = (event: { kind: string; phase: string; detail?: string }) =>
    seen.push([event.kind, event.phase, event.detail ?? ""].join("|"));
  const built = await buildFunction(crate, { outDir, toolchain, onProgress });
  assert.deepEqual([built.name, built.bytes, built.changed], ["crate", 4, true]);
  assert.equal(built.wasm, join(outDir, "crate.wasm"));
  assert.equal(built.sha256, "cd5d4935a48c0672cb06407bb443bc0087aff947c6b864bac886982c73b3027f");
  assert.deepEqual(seen, ["start|Compiling crate|", "update|Compiling crate|birds v0.1.0", "end|Compiling crate|"]);
  assert.ok(!calls.flat().includes("--locked"));

  const again = await buildFunction(crate, { outDir, toolchain, locked: true });
  assert.equal(again.changed, false);
  assert.equal(calls.slice(2).filter((args) => args.includes("--locked")).length, 2);
  const other = fakeToolchain({ built: new Uint8Array([1]) }).toolchain;
  assert.equal((await buildFunction(crate, { outDir, toolchain: other })).changed, true);
  assert.deepEqual(await readFile(built.wasm), Buffer.from([1]));
  assert.deepEqual(await readdir(outDir), ["crate.wasm"]);
});

test("paths of this machine are mapped away", async () => {
  const { toolchain, calls } = fakeToolchain({});
  await buildFunction(crate, { outDir: join(folder, "out"), toolchain });
  const flags = calls[1]![calls[1]!.indexOf("--config") + 1];
  assert.equal(
    flags,
    'target.wasm32-wasip1.rustflags=["--remap-path-prefix=/sandpiper/cargo/registry/src/index-0123=/crates",' +
      '"--remap-path-prefix=/sandpiper/src=/src"]',
  );
});

test("of several programs the default one is built, or the one with the crate's name", async () => {
  const outDir = join(folder, "out");
  const chosen = async (script: Script) => {
    const { toolchain, calls } = fakeToolchain(script);
    await buildFunction(crate, { outDir, toolchain });
    return calls[1]![calls[1]!.indexOf("--bin") + 1];
  };
  assert.equal(await chosen({ bins: ["only"] }), "only");
  assert.equal(await chosen({ bins: ["a", "birds"] }), "birds");
  assert.equal(await chosen({ bins: ["a", "birds"], defaultRun: "a" }), "a");
  await assert.rejects(chosen({ bins: ["a", "b"] }), { code: "E_BUILD", message: /several programs: a, b$/ });
  await assert.rejects(chosen({ bins: [] }), { code: "E_BUILD", hint: /fn main/ });
});

test("a failure carries the compiler's text without colours, its first error, and leaves the old module", async () => {
  const outDir = join(folder, "kept");
  await mkdir(outDir);
  await writeFile(join(outDir, "crate.wasm"), "old");
  const text =
    "warning: unused\n\u001b[1m\u001b[31merror[E0425]\u001b[0m: cannot find value `x`\n --> src/main.rs:1:2\n";
  const { toolchain } = fakeToolchain({ built: text });
  await assert.rejects(buildFunction(crate, { outDir, toolchain }), (error: unknown) => {
    assert.ok(error instanceof BuildError);
    assert.match(error.message, /does not build: cannot find value `x`$/);
    assert.equal(error.toJSON().output, stripVTControlCharacters(text));
    return true;
  });
  assert.equal(await readFile(join(outDir, "crate.wasm"), "utf8"), "old");
});

test("known failures have their own hint", async () => {
  const hintOf = async (built: string) => {
    const error: BuildError = await buildFunction(crate, { outDir: folder, ...fakeToolchain({ built }) }).then(
      () => assert.fail("it was built"),
      (thrown) => thrown,
    );
    return error.hint;
  };
  assert.match((await hintOf("error: the lock file /x/Cargo.lock needs to be updated but --locked")) ?? "", /--locked/);
  assert.match((await hintOf("error: rustc 1.85.1 is not supported by the following package:")) ?? "", /newer Rust/);
  assert.match((await hintOf("error: failed to download from `x`")) ?? "", /network/);
  await assert.rejects(buildFunction(folder, { outDir: folder }), { code: "E_BUILD", message: /no Cargo\.toml/ });
});
