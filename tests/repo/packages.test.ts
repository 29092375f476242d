import assert from "node:assert/strict";
import { test } from "node:test";
import { listFiles, readText } from "./support/source-files.ts";

const paths = listFiles().filter((path) => /^packages\/[^/]+\/package\.json$/.test(path));
const manifests = paths.map((path) => ({ path, ...JSON.parse(readText(path)!) }));

test("there are packages, each with its door", () => {
  assert.ok(manifests.length >= 4);
  for (const { path, exports } of manifests) {
    assert.ok(exports?.["."], `${path} has no entry`);
    for (const [entry, target] of Object.entries<Record<string, string>>(exports)) {
      assert.deepEqual(Object.keys(target), ["sandpiper-source", "types", "default"], `${path}: ${entry}`);
      const source = path.replace("package.json", target["sandpiper-source"]!.slice(2));
      assert.ok(readText(source) !== null, `${path}: ${entry} leads to ${source}, which is not there`);
    }
  }
});

for (const key of ["version", "license", "type", "engines"]) {
  test(`all packages have the same ${key}`, () => {
    const values = new Set(manifests.map((manifest) => JSON.stringify(manifest[key])));
    assert.equal(values.size, 1, [...values].join(" "));
    assert.ok(![...values][0]?.includes("undefined"));
  });
}

test("packages depend on each other at exactly the one version, on others at an exact one", () => {
  const version = manifests[0]!.version;
  const names = new Set(manifests.map(({ name }) => name));
  for (const { path, dependencies, optionalDependencies } of manifests) {
    for (const [name, wanted] of Object.entries<string>({ ...dependencies, ...optionalDependencies })) {
      if (names.has(name)) assert.equal(wanted, version, `${path}: ${name}`);
      else assert.match(wanted, /^\d+\.\d+\.\d+$/, `${path}: ${name}`);
    }
  }
});

test("every package is built by the root and described for people", () => {
  const references: { path: string }[] = JSON.parse(readText("tsconfig.json")!).references;
  for (const { path, name, description } of manifests) {
    const folder = path.replace("/package.json", "");
    assert.ok(
      references.some((reference) => reference.path === folder),
      `tsconfig.json does not build ${folder}`,
    );
    assert.ok(description, `${name} has no description`);
  }
});

test("the licence is there", () => {
  assert.equal(manifests[0]!.license, "Apache-2.0");
  assert.match(readText("LICENSE") ?? "", /Apache License\s+Version 2\.0/);
});
