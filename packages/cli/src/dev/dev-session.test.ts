import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SandpiperError } from "@sandpiper/core";
import { temporaryFolder } from "../../../../tests/support/temporary-folder.ts";
import { loadProject } from "../project/load-project.ts";
import { type DevSession, startSession } from "./dev-session.ts";
import type { DevLog } from "./log.ts";
import { createFakeEngine, toEngines } from "./testing.fixture.ts";

const CRATE = '[package]\nname = "x"\n[[bin]]\nname = "x"\npath = "main.rs"\n';

interface Probe {
  readonly root: string;
  readonly session: DevSession;
  /** Names of what was built, in order. */
  readonly builds: string[];
  /** What was said. */
  readonly said: string[];
  call(name: string): Promise<string>;
}

/** A session over an engine that is not one; "building" copies `main.rs`, unless that says `error`. */
async function start(files: Readonly<Record<string, string>>): Promise<Probe> {
  const root = temporaryFolder(files);
  const builds: string[] = [];
  const said: string[] = [];
  const log: DevLog = {
    note: (text) => said.push(text),
    problem: (error, about) => said.push(`${error.code}: ${about}`),
    request: () => undefined,
  };
  const session = await startSession({
    project: await loadProject(root),
    engines: toEngines(createFakeEngine()),
    log,
    async build({ name, source }, { distFolder }) {
      builds.push(name);
      const text = readFileSync(join(source!, "main.rs"), "utf8");
      if (text === "error") throw new SandpiperError("E_BUILD", "it does not build");
      mkdirSync(distFolder, { recursive: true });
      writeFileSync(join(distFolder, `${name}.wasm`), text);
    },
  });
  const call = async (name: string) => {
    const live = session.functions.list().find(({ definition }) => definition.name === name);
    const invocation = await live!.function.invoke(new Request("http://x/"));
    return invocation.response.text();
  };
  return { root, session, builds, said, call };
}

test("what has no module is built at the start, what has one is not", async () => {
  const { builds, said, call } = await start({
    "functions/a/Cargo.toml": CRATE,
    "functions/a/main.rs": "built",
    "functions/b/Cargo.toml": CRATE,
    "functions/b/main.rs": "never",
    "functions/b/b.wasm": "committed",
  });
  assert.deepEqual(builds, ["a"]);
  assert.deepEqual([await call("a"), await call("b")], ["built()", "committed()"]);
  assert.deepEqual(said, []);
});

test("a changed source is built and served; a broken one leaves the old and is told once", async () => {
  const { root, session, builds, said, call } = await start({
    "functions/a/Cargo.toml": CRATE,
    "functions/a/main.rs": "one",
    "functions/a/notes.txt": "",
  });
  const source = join(root, "functions/a/main.rs");
  const change = (text: string) => {
    writeFileSync(source, text);
    return session.refresh(new Set([source]));
  };
  await change("three");
  assert.equal(await call("a"), "three()");
  await change("error");
  assert.equal(await call("a"), "three()");
  assert.deepEqual(said, ["reloaded a", "E_BUILD: a is not built"]);
  await session.refresh(new Set([join(root, "unrelated.txt"), join(root, "dist/a.wasm")]));
  assert.equal(builds.length, 3);
  assert.equal(said.length, 2);
  await change("five");
  assert.equal(await call("a"), "five()");
  assert.deepEqual(said.slice(2), ["reloaded a"]);
});

test("a build that fails at the start does not keep the others from being served", async () => {
  const { session, said, call } = await start({
    "functions/a/Cargo.toml": CRATE,
    "functions/a/main.rs": "error",
    "b.wasm": "b",
  });
  assert.deepEqual(said, ["E_BUILD: a is not built"]);
  assert.equal(session.functions.list()[0]?.error?.code, "E_BUILD");
  assert.equal(await call("b"), "b()");
});

test("settings that broke leave everything as it was", async () => {
  const { root, session, said, call } = await start({ "a.wasm": "a" });
  writeFileSync(join(root, "sandpiper.config.json"), "{");
  await session.refresh(new Set([join(root, "sandpiper.config.json")]));
  assert.match(said[0] ?? "", /^E_CONFIG: /);
  assert.equal(await call("a"), "a()");
  rmSync(join(root, "a.wasm"));
  writeFileSync(join(root, "sandpiper.config.json"), '{ "port": 1 }');
  await session.refresh(new Set([join(root, "a.wasm")]));
  assert.deepEqual(said.slice(1), ['"port" changed: restart to use it', "removed a"]);
});

test("changes that come at once are taken in one after the other", async () => {
  const { root, session, call } = await start({ "functions/a/Cargo.toml": CRATE, "functions/a/main.rs": "0" });
  const source = join(root, "functions/a/main.rs");
  const all: Promise<void>[] = [];
  for (let i = 1; i <= 5; i++) {
    writeFileSync(source, "x".repeat(i));
    all.push(session.refresh(new Set([source])));
  }
  await Promise.all(all);
  assert.equal(await call("a"), "xxxxx()");
});
