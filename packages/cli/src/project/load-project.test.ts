import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { DEFAULT_LIMITS } from "@sandpiper/core";
import { temporaryFolder } from "../../../../tests/support/temporary-folder.ts";
import { loadProject } from "./load-project.ts";

const wasm = "\0asm";
const crate = '[package]\nname = "x"\n[[bin]]\nname = "x"\npath = "x.rs"\n';
const json = (value: unknown) => ({ "sandpiper.config.json": JSON.stringify(value) });

/** `name: source -> module` for each function, with paths relative to the project. */
async function shape(root: string): Promise<string[]> {
  const { functions } = await loadProject(root);
  const show = (path: string | null) => (path === null ? "-" : relative(root, path));
  return functions.map((found) => `${found.name}: ${show(found.source)} -> ${show(found.wasm)}`);
}

test("a folder without settings: folders of functions/, and modules here, in functions/ and in dist/", async () => {
  const root = temporaryFolder({
    "functions/gray/Cargo.toml": crate,
    "functions/blur/blur.wasm": wasm,
    "functions/empty/readme.md": "",
    "functions/.hidden/Cargo.toml": crate,
    "functions/tool.wasm": wasm,
    "Hello_World.wasm": wasm,
    "dist/old.wasm": wasm,
    ".x.wasm": wasm,
  });
  assert.deepEqual(await shape(root), [
    "blur: - -> functions/blur/blur.wasm",
    "gray: functions/gray -> -",
    "hello-world: - -> Hello_World.wasm",
    "old: - -> dist/old.wasm",
    "tool: - -> functions/tool.wasm",
  ]);
});

test("without settings each answers at its name, any method, with the default limits", async () => {
  const project = await loadProject(temporaryFolder({ "a.wasm": wasm }));
  assert.deepEqual(project.functions[0]?.route, { path: "/a" });
  assert.deepEqual(project.functions[0]?.limits, DEFAULT_LIMITS);
  assert.equal(project.configFile, null);
  assert.equal(project.staticFolder, null);
});

test("of a committed module and a built one the newer is served", async () => {
  const root = temporaryFolder({
    "functions/gray/Cargo.toml": crate,
    "functions/gray/gray.wasm": wasm,
    "dist/gray.wasm": wasm,
  });
  utimesSync(join(root, "dist/gray.wasm"), 1000, 1000);
  assert.deepEqual(await shape(root), ["gray: functions/gray -> functions/gray/gray.wasm"]);
  utimesSync(join(root, "functions/gray/gray.wasm"), 500, 500);
  assert.deepEqual(await shape(root), ["gray: functions/gray -> dist/gray.wasm"]);
});

test("settings refine what is found", async () => {
  const root = temporaryFolder({
    "a.wasm": wasm,
    "data/x": "",
    ...json({
      functions: {
        a: {
          route: "POST /b",
          abi: "cgi",
          timeout: "2s",
          memory: "1MiB",
          env: { K: "v" },
          dirs: [{ host: "data", guest: "/d", readOnly: true }],
        },
      },
    }),
  });
  const [found] = (await loadProject(root)).functions;
  assert.equal(found?.wasm, join(root, "a.wasm"));
  assert.deepEqual(found?.route, { path: "/b", methods: ["POST"] });
  assert.equal(found?.abi, "cgi");
  assert.deepEqual(found?.limits, { ...DEFAULT_LIMITS, timeoutMs: 2000, cpuTimeoutMs: 2000, memoryBytes: 1024 ** 2 });
  assert.deepEqual(found?.env, { K: "v" });
  assert.deepEqual(found?.directories, [{ host: join(root, "data"), guest: "/d", readOnly: true }]);
});

test("a source named in the settings is not served under its folder's name too", async () => {
  const root = temporaryFolder({
    "functions/image-gray/Cargo.toml": crate,
    "functions/image-gray/image-gray.wasm": wasm,
    "dist/image-gray.wasm": wasm,
    ...json({ functions: { gray: { source: "./functions/image-gray" } } }),
  });
  assert.deepEqual(await shape(root), ["gray: functions/image-gray -> functions/image-gray/image-gray.wasm"]);
});

test("a module named in the settings is not served under its file's name too", async () => {
  const root = temporaryFolder({ "dist/x.wasm": wasm, ...json({ functions: { gray: { wasm: "dist/x.wasm" } } }) });
  assert.deepEqual(await shape(root), ["gray: - -> dist/x.wasm"]);
});

test("a crate is a project of one function", async () => {
  const root = temporaryFolder({ "gray/Cargo.toml": crate, "gray/gray.wasm": wasm, "blur/Cargo.toml": crate });
  assert.deepEqual(await shape(join(root, "gray")), ["gray:  -> gray.wasm"]);
  assert.deepEqual(await shape(join(root, "blur")), ["blur:  -> -"]);
});

test("one path for two functions that take different methods", async () => {
  const root = temporaryFolder({
    "a.wasm": wasm,
    "b.wasm": wasm,
    ...json({ functions: { a: { route: "GET /x" }, b: { route: "POST /x" } } }),
  });
  assert.equal((await loadProject(root)).functions.length, 2);
});

test("a static folder may be made later", async () => {
  const root = temporaryFolder(json({ static: "dist/site" }));
  assert.equal((await loadProject(root)).staticFolder, join(root, "dist/site"));
});

const REFUSED: readonly [string, Record<string, string>, string, RegExp][] = [
  [
    "two of one name",
    { "functions/a/Cargo.toml": crate, "a.wasm": wasm },
    "E_CONFIG",
    /two functions are named "a": .*functions\/a and .*a\.wasm/,
  ],
  ["two names that become one", { "a-b.wasm": wasm, "a_b.wasm": wasm }, "E_CONFIG", /two functions are named "a-b"/],
  ["a module here and one in dist", { "a.wasm": wasm, "dist/a.wasm": wasm }, "E_CONFIG", /two functions are named "a"/],
  [
    "two at one route",
    {
      "a.wasm": wasm,
      "b.wasm": wasm,
      ...json({ functions: { a: { route: "GET,POST /x" }, b: { route: "POST /x" } } }),
    },
    "E_CONFIG",
    /"a" and "b" both answer at POST \/x/,
  ],
  [
    "a route on another's name",
    { "a.wasm": wasm, "b.wasm": wasm, ...json({ functions: { a: { route: "/b" } } }) },
    "E_CONFIG",
    /both answer at \/b/,
  ],
  ["neither source nor module", json({ functions: { ghost: {} } }), "E_CONFIG", /functions\.ghost: has neither/],
  [
    "no such module",
    json({ functions: { a: { wasm: "x.wasm" } } }),
    "E_CONFIG",
    /functions\.a\.wasm: there is no file/,
  ],
  [
    "no such source",
    json({ functions: { a: { source: "x" } } }),
    "E_CONFIG",
    /functions\.a\.source: there is no folder/,
  ],
  [
    "a source that is none",
    { "x/readme": "", ...json({ functions: { a: { source: "x" } } }) },
    "E_CONFIG",
    /holds no source/,
  ],
  ["static files that are a file", { web: "", ...json({ static: "web" }) }, "E_CONFIG", /static: .*web is no folder/],
  [
    "no granted folder",
    { "a.wasm": wasm, ...json({ functions: { a: { dirs: [{ host: "d", guest: "/" }] } } }) },
    "E_CONFIG",
    /functions\.a\.dirs\.0\.host: there is no folder/,
  ],
];

for (const [what, files, code, message] of REFUSED) {
  test(`refused: ${what}`, async () => {
    await assert.rejects(loadProject(temporaryFolder(files)), (error: Error & { code?: string; hint?: string }) => {
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.ok(error.hint);
      return true;
    });
  });
}

test("a folder that is not there", async () => {
  await assert.rejects(loadProject(join(temporaryFolder(), "nowhere")), { code: "E_NOT_FOUND" });
});
