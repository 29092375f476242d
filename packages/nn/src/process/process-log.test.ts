import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync } from "node:fs";
import { test } from "node:test";
import { openLog, readLog } from "./process-log.ts";

test("what another process wrote is read, of much of it the beginning or the end", (context) => {
  const log = openLog();
  context.after(() => closeSync(log));
  const write = (code: string) => spawnSync(process.execPath, ["-e", code], { stdio: ["ignore", "ignore", log] });
  write('process.stderr.write("first\\n")');
  assert.equal(readLog(log, "end"), "first\n");
  write('process.stderr.write("x".repeat(1_000_000)); process.stderr.write("\\nlast\\n"); process.abort()');
  assert.match(readLog(log, "end"), /^x{60000,}\nlast\n/);
  assert.match(readLog(log, "start"), /^first\nx{60000,}$/);
});
