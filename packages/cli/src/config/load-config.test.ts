import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CONFIG_FILES, loadConfig } from "./load-config.ts";

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandpiper-config-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const SOURCES: Readonly<Record<string, string>> = {
  "sandpiper.config.ts":
    'import { defineConfig } from "sandpiper";\nconst port: number = 1234;\nexport default defineConfig({ port });\n',
  "sandpiper.config.js": 'import { defineConfig } from "sandpiper";\nexport default defineConfig({ port: 1234 });\n',
  "sandpiper.config.mjs": "export default { port: 1234 };\n",
  "sandpiper.config.json": '\uFEFF{ "port": 1234 }',
  "sandpiper.config.toml": "port = 1234\n",
};

test("every kind of file is covered here", () => assert.deepEqual(Object.keys(SOURCES), CONFIG_FILES));

for (const [name, text] of Object.entries(SOURCES)) {
  test(`reads ${name}, and again when it changed`, async () => {
    const folder = await folderWith({ [name]: text });
    assert.deepEqual(await loadConfig(folder), { file: join(folder, name), config: { port: 1234 } });
    await writeFile(join(folder, name), text.replace("1234", "4321"));
    assert.equal((await loadConfig(folder)).config.port, 4321);
  });

  test(`${name} with rubbish in it is E_CONFIG and names the file`, async () => {
    const folder = await folderWith({ [name]: "port = = {" });
    await assert.rejects(loadConfig(folder), (error: Error & { code?: string }) => {
      assert.equal(error.code, "E_CONFIG");
      assert.ok(error.message.includes(name), error.message);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  });
}

test("no file is no settings", async () => {
  assert.deepEqual(await loadConfig(await folderWith({})), { file: null, config: {} });
});

test("two files are one too many", async () => {
  const folder = await folderWith({ "sandpiper.config.json": "{}", "sandpiper.config.toml": "" });
  await assert.rejects(loadConfig(folder), { code: "E_CONFIG", message: /two settings files/ });
});

test("a program that exports nothing", async () => {
  const folder = await folderWith({ "sandpiper.config.js": "export const port = 1;\n" });
  await assert.rejects(loadConfig(folder), { code: "E_CONFIG" });
});
