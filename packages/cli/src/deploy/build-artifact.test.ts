import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "@sandpiper/testkit";
import { writeArtifact } from "./build-artifact.ts";

test("an artifact takes the place of what was there, for all to read, with its programs executable", async () => {
  const root = temporaryFolder({ "out/old.txt": "old" });
  const folder = join(root, "out");
  const files = new Map([
    ["start", "#!/bin/sh\n"],
    ["public/page.html", "<p>"],
  ]);
  await writeArtifact({ files, executables: new Set(["start"]) }, folder);
  assert.deepEqual(readdirSync(root), ["out"]);
  assert.deepEqual(readdirSync(folder).sort(), ["public", "start"]);
  assert.equal(readFileSync(join(folder, "public/page.html"), "utf8"), "<p>");
  const modeOf = (path: string) => statSync(join(folder, path)).mode & 0o777;
  assert.deepEqual([modeOf("."), modeOf("start")], [0o755, 0o755]);
});
