import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { test } from "node:test";
import { TARGETS } from "./targets.ts";

const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

for (const [key, target] of Object.entries(TARGETS)) {
  test(`${key} is whole`, () => {
    const { name, title, limits, compilesAtRunTime, outFolder, program, deploy, reserved } = target;
    assert.equal(name, key);
    assert.notEqual(title, "");
    assert.ok(!isAbsolute(outFolder) && !outFolder.split("/").includes(".."), outFolder);
    // Where bytes may not be compiled, modules have to come compiled.
    assert.ok(compilesAtRunTime || program.modules === "import");
    assert.ok(exports[program.adapter.replace("@sandpiper/targets", ".")], `${program.adapter} is no export`);
    // A zip in the folder that it is made of would have to hold itself.
    assert.ok(program.zip === undefined || (program.folder !== "" && !program.zip.startsWith(`${program.folder}/`)));
    for (const { value, source, date } of Object.values(limits)) {
      assert.ok(Number.isSafeInteger(value) && value > 0, `${value}`);
      assert.equal(new URL(source).protocol, "https:");
      assert.match(date, /^20\d\d-(?:0[1-9]|1[0-2])$/);
    }
    for (const path of reserved?.paths ?? []) assert.match(path, /^\/[^A-Z]*[^A-Z/]$/);
    if (reserved) assert.equal(new URL(reserved.source).protocol, "https:");
    if (deploy) {
      assert.ok(deploy.command.length > 0);
      assert.equal(new URL(deploy.help).protocol, "https:");
    }
  });
}
