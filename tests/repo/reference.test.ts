import assert from "node:assert/strict";
import { test } from "node:test";
import { ERRORS } from "@sandpiper/core";
import { toJsonSchema } from "../../scripts/docs/json-schema.ts";
import { referencePages } from "../../scripts/docs/reference-pages.ts";
import { listCode, listFiles, readText } from "./support/source-files.ts";

for (const [path, text] of Object.entries(await referencePages())) {
  test(`${path} says what the code says`, () => {
    assert.equal(readText(path), text, 'run "npm run docs"');
  });
}

test("the schema for editors is the one that checks", () => {
  assert.deepEqual(
    JSON.parse(readText("packages/cli/config.schema.json") ?? "{}"),
    toJsonSchema(),
    'run "npm run docs"',
  );
});

test("every code that the code throws, and every code that a page names, is of the table", () => {
  const pages = listFiles().filter((path) => path.endsWith(".md"));
  for (const path of [...listCode(), ...pages]) {
    for (const [code] of readText(path)!.matchAll(/\bE_[A-Z]+(?:_[A-Z]+)*\b/g)) {
      assert.ok(code in ERRORS || code === "E_CODE", `${path} names ${code}`);
    }
  }
});

test("every code of the table is in use", () => {
  const sources = listCode().filter((path) => path.startsWith("packages/") && !path.endsWith("core/src/errors.ts"));
  const text = sources.map((path) => readText(path)!).join("\n");
  const unused = Object.keys(ERRORS).filter((code) => !text.includes(`"${code}"`));
  assert.deepEqual(
    unused.filter((code) => !RESERVED.has(code)),
    [],
  );
});

/** Codes of what the platform will do; callers may rely on their meaning already. */
const RESERVED: ReadonlySet<string> = new Set(["E_UNAUTHORIZED", "E_RATE_LIMITED"]);
