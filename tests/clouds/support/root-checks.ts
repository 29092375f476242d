import assert from "node:assert/strict";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import type { FetchFromTarget } from "./example-checks.ts";

const FUNCTIONS = fileURLToPath(new URL("../../../examples/functions", import.meta.url));
const SETTINGS = {
  functions: {
    home: { wasm: "./home.wasm", route: "/" },
    env: { wasm: "./env.wasm", route: "/env", abi: "cgi" },
  },
  static: "./web",
};
const FILES: Readonly<Record<string, string>> = {
  "page.html": "a page\n",
  "sub/index.html": "the page of a folder\n",
  "env/hidden.txt": "hidden by a function\n",
  "grün a.txt": "not only ASCII\n",
};

/** Writes a project with a function at `/`, one at `/env`, and files; some of them where the functions are. */
export async function writeRootProject(): Promise<string> {
  const folder = temporaryFolder();
  await copyFile(join(FUNCTIONS, "hello/hello.wasm"), join(folder, "home.wasm"));
  await copyFile(join(FUNCTIONS, "cgi-env/cgi-env.wasm"), join(folder, "env.wasm"));
  await writeFile(join(folder, "sandpiper.config.json"), JSON.stringify(SETTINGS));
  for (const [path, content] of Object.entries(FILES)) {
    const file = join(folder, "web", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

/** Defines the tests that the artifact of `writeRootProject` has to pass: what comes first, a function or a file. */
export function rootChecks(fetch: FetchFromTarget): void {
  const read = async (path: string) => {
    const response = await fetch(path);
    assert.equal(response.status, 200, path);
    return response.text();
  };

  test("files go before a function at the root", async () => {
    assert.equal(await read("/page.html"), FILES["page.html"]);
    assert.equal(await read("/sub/"), FILES["sub/index.html"]);
    assert.equal(await read("/gr%C3%BCn%20a.txt"), FILES["grün a.txt"]);
  });

  test("a function at the root answers all else, with a path of any case", async () => {
    for (const path of ["/", "/nowhere", "/sub/nowhere.txt", "/Env"]) {
      assert.equal(await read(path), "Hello, world!\n", path);
    }
  });

  test("every other function goes before files", async () => {
    for (const [path, info] of [
      ["/env", ""],
      ["/env/hidden.txt", "/hidden.txt"],
    ]) {
      const { env } = JSON.parse(await read(path!));
      assert.deepEqual([env.SCRIPT_NAME, env.PATH_INFO], ["/env", info]);
    }
  });
}
