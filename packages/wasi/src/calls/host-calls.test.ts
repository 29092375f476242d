import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { bindHostCalls } from "./host-calls.ts";

test("the reference names every call, and no other", async () => {
  const page = await readFile(new URL("../../../../docs/reference/wasi.md", import.meta.url), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.flatMap((row) => Array.from(row.split(" | ")[0]?.matchAll(/`(\w+)`/g) ?? [], ([, name]) => name));
  assert.deepEqual(named.sort(), Object.keys(bindHostCalls((call) => call)).sort());
});
