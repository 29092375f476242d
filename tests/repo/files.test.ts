import assert from "node:assert/strict";
import { basename } from "node:path/posix";
import { test } from "node:test";
import { listCode, listFiles, readText } from "./support/source-files.ts";

const MOST_LINES = 400;
/** Files whose names other tools give. */
const NAMED_BY_OTHERS = /^(?:README|CONTRIBUTING|LICENSE|NOTICE|CHANGELOG|Cargo)\b|^\./;

/** Paths of code files for which `isWrong` says so. */
const offenders = (isWrong: (path: string, text: string) => boolean) =>
  listCode().filter((path) => isWrong(path, readText(path)!));

test("no file of code is longer than 400 lines", () => {
  assert.deepEqual(
    offenders((_path, text) => text.split("\n").length > MOST_LINES + 1),
    [],
  );
});

test("there is no utils", () => {
  const names = /^(?:utils?|helpers?|common|misc)\./;
  assert.deepEqual(
    listFiles().filter((path) => names.test(basename(path))),
    [],
  );
});

test("files have kebab-case names", () => {
  const wrong = listFiles().filter((path) => {
    const name = basename(path);
    return (
      !NAMED_BY_OTHERS.test(name) &&
      !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name) &&
      /\.(?:[cm]?[jt]s|md|html|css)$/.test(name)
    );
  });
  assert.deepEqual(wrong, []);
});

test("only settings files have a default export", () => {
  const wrong = offenders((path, text) => /^export default\b/m.test(text) && !/\.config\.\w+$/.test(path));
  assert.deepEqual(wrong, []);
});

test("an index.ts lies only at a package's door", () => {
  const doors = listFiles()
    .filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
    .flatMap((path) => {
      const entries: Record<string, Record<string, string>> = JSON.parse(readText(path)!).exports ?? {};
      return Object.values(entries).map((entry) => path.replace("package.json", entry["sandpiper-source"]!.slice(2)));
    });
  const indexes = listCode().filter((path) => path.startsWith("packages/") && basename(path) === "index.ts");
  assert.deepEqual(
    indexes.filter((path) => !doors.includes(path)),
    [],
  );
});

test("relative imports end in .ts", () => {
  const wrong = offenders(
    (path, text) => path.endsWith(".ts") && /\bfrom\s*"\.{1,2}\/[^"]*(?<!\.ts|\.json|\.mjs)"/.test(text),
  );
  assert.deepEqual(wrong, []);
});

test("nothing is left to do in a comment", () => {
  const wrong = offenders((path, text) => /\b(?:TODO|FIXME|XXX)\b/.test(text) && path !== "tests/repo/files.test.ts");
  assert.deepEqual(wrong, []);
});
