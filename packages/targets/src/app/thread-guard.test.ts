import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const GUARD = fileURLToPath(new URL("thread-guard.ts", import.meta.url));

/** Runs a program that has `guard`, which allows a second, to its end. */
function run(program: string) {
  const source = `import { guardThread } from ${JSON.stringify(GUARD)};\nconst guard = guardThread(1);\n${program}`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", source], { encoding: "utf8" });
}

test("a thread that is held takes its process along, and says why", () => {
  const { signal, stderr } = run("guard.enter(); for (;;);");
  assert.deepEqual(
    [signal, stderr],
    ["SIGKILL", "sandpiper: a function holds the thread since 1 s, ending this instance\n"],
  );
});

test("a request may wait for longer than that, and several may be under way", () => {
  const { status, stdout, stderr } = run(`
    for (const ms of [2500, 100, 3000]) {
      guard.enter();
      setTimeout(() => guard.leave(), ms);
    }
    process.once("exit", () => console.log("ended by itself"));`);
  assert.deepEqual([status, stdout, stderr], [0, "ended by itself\n", ""]);
});

test("between requests nobody looks: a thread may be held, or paused, for as long as it is", () => {
  const { status, stderr } = run(`
    guard.enter();
    guard.leave();
    const until = Date.now() + 3500;
    while (Date.now() < until);`);
  assert.deepEqual([status, stderr], [0, ""]);
});
