import assert from "node:assert/strict";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path/posix";
import { describe, test } from "node:test";
import { importsOf, listCode, listFiles, readText } from "./support/source-files.ts";

/** Which of our packages each may import: "Who may import whom" of docs/design.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "@sandpiper/core": [],
  "@sandpiper/wasi": [],
  "@sandpiper/nn": ["@sandpiper/core"],
  "@sandpiper/engine": ["@sandpiper/core", "@sandpiper/wasi", "@sandpiper/nn"],
  "@sandpiper/engine-v8": ["@sandpiper/core", "@sandpiper/wasi", "@sandpiper/nn", "@sandpiper/engine"],
  "@sandpiper/engine-wasmedge": ["@sandpiper/core", "@sandpiper/wasi", "@sandpiper/nn", "@sandpiper/engine"],
  "@sandpiper/targets": ["@sandpiper/core"],
  "@sandpiper/testkit": ["@sandpiper/core", "@sandpiper/wasi"],
  "@sandpiper/oci": ["@sandpiper/core"],
  "create-sandpiper": ["@sandpiper/core", "@sandpiper/targets"],
  sandpiper: [
    "create-sandpiper",
    "@sandpiper/core",
    "@sandpiper/wasi",
    "@sandpiper/nn",
    "@sandpiper/engine-v8",
    "@sandpiper/engine-wasmedge",
    "@sandpiper/targets",
    "@sandpiper/oci",
  ],
};

/** Entries that run anywhere: nothing they lead to may need Node. */
const WEB_ONLY = [
  "packages/core/src/index.ts",
  "packages/wasi/src/index.ts",
  "packages/nn/src/index.ts",
  "packages/nn/src/litert.ts",
  "packages/engine/src/index.ts",
  "packages/engine-v8/src/inline/index.ts",
  "packages/targets/src/app/deployed-app.ts",
];

interface Package {
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const packages = listFiles()
  .filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
  .map((path): Package => {
    const manifest = JSON.parse(readText(path)!);
    return {
      folder: dirname(path),
      name: manifest.name,
      dependencies: Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
      exports: manifest.exports ?? {},
    };
  });
const byName = new Map(packages.map((found) => [found.name, found]));
const isNode = (name: string) => name.startsWith("node:") || builtinModules.includes(name);

/** `@a/b/c` is the package `@a/b`. */
function toPackageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The file that an import of ours leads to; null for what is not ours. */
function follow(from: string, specifier: string): string | null {
  if (specifier.startsWith(".")) return join(dirname(from), specifier);
  const found = byName.get(toPackageName(specifier));
  if (!found) return null;
  const entry = `.${specifier.slice(found.name.length)}`;
  const source = found.exports[entry]?.["sandpiper-source"];
  assert.ok(source, `${from} imports ${specifier}, which ${found.name} does not export`);
  return join(found.folder, source);
}

describe("who may import whom", () => {
  test("every package has its rule", () => {
    assert.deepEqual(packages.map(({ name }) => name).sort(), Object.keys(MAY_IMPORT).sort());
  });

  for (const { folder, name, dependencies } of packages) {
    const sources = listCode().filter(
      (path) => path.startsWith(`${folder}/src/`) && !/\.(?:test|fixture)\.ts$/.test(path),
    );

    test(`${name} imports only what it may, and says so in its package.json`, () => {
      assert.ok(sources.length > 0);
      for (const path of sources) {
        for (const specifier of importsOf(readText(path)!)) {
          if (isNode(specifier)) continue;
          if (specifier.startsWith(".")) {
            const target = join(dirname(path), specifier);
            assert.ok(target.startsWith(`${folder}/src/`), `${path} imports ${specifier}, outside its package`);
            continue;
          }
          const imported = toPackageName(specifier);
          if (byName.has(imported)) {
            assert.ok(MAY_IMPORT[name]?.includes(imported), `${path} imports ${imported}, which ${name} may not`);
          }
          assert.ok(dependencies.includes(imported), `${path} imports ${imported}, which ${folder}/package.json lacks`);
        }
      }
    });

    test(`${name} depends on nothing of others that it does not import`, () => {
      const used = new Set(sources.flatMap((path) => importsOf(readText(path)!)).map(toPackageName));
      assert.deepEqual(
        dependencies.filter((dependency) => !used.has(dependency) && !byName.has(dependency)),
        [],
      );
    });
  }

  test("the rules have no cycle", () => {
    const done = new Set<string>();
    const visit = (name: string, above: readonly string[]) => {
      assert.ok(!above.includes(name), `a cycle: ${[...above, name].join(" > ")}`);
      if (done.has(name)) return;
      for (const next of MAY_IMPORT[name] ?? []) visit(next, [...above, name]);
      done.add(name);
    };
    for (const name of Object.keys(MAY_IMPORT)) visit(name, []);
  });
});

describe("what runs anywhere needs no Node", () => {
  for (const entry of WEB_ONLY) {
    test(entry, () => {
      const seen = new Set<string>();
      const visit = (path: string) => {
        if (seen.has(path)) return;
        seen.add(path);
        const text = readText(path);
        assert.ok(text !== null, `there is no ${path}`);
        for (const specifier of importsOf(text)) {
          assert.ok(!isNode(specifier), `${path} imports ${specifier}`);
          const next = follow(path, specifier);
          if (next !== null) visit(next);
        }
      };
      visit(entry);
      assert.ok(seen.size > 1, "it leads nowhere");
    });
  }
});
