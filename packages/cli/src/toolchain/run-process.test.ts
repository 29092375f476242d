import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cacheFolder } from "./cache-folder.ts";
import { withFileLock } from "./file-lock.ts";
import { byLine, runProcess } from "./run-process.ts";

const node = (script: string, options = {}) => runProcess(process.execPath, ["-e", script], options);

test("a program's output and code are kept", async () => {
  let seen = "";
  const onStderr = (text: string) => {
    seen += text;
  };
  const result = await node("console.log('out'); console.error('err'); process.exitCode = 3", { onStderr });
  assert.deepEqual(result, { code: 3, stdout: "out\n", stderr: "err\n" });
  assert.equal(seen, "err\n");
});

test("a missing program, a deadline and a signal are codes", async () => {
  assert.equal((await runProcess("no-such-program-here", [])).code, 127);
  assert.equal((await node("setInterval(() => {}, 1000)", { timeoutMs: 200 })).code, 124);
  assert.equal((await node("process.kill(process.pid, 'SIGKILL')")).code, 137);
});

test("an abort ends the program, before it starts as well", async () => {
  const controller = new AbortController();
  const running = node("console.log('up'); setInterval(() => {}, 1000)", {
    signal: controller.signal,
    onStdout: () => controller.abort(),
  });
  await assert.rejects(running, { code: "E_CANCELLED" });
  await assert.rejects(node("", { signal: controller.signal }), { code: "E_CANCELLED" });
});

test("pieces become lines", () => {
  const lines: string[] = [];
  const feed = byLine((line) => lines.push(line));
  for (const piece of ["a", "b\nc\r\n", "\nrest"]) feed(piece);
  assert.deepEqual(lines, ["ab", "c", ""]);
});

test("the cache folder is where the environment says", () => {
  assert.equal(cacheFolder({ SANDPIPER_CACHE: "/c" }), "/c");
  assert.equal(cacheFolder({ XDG_CACHE_HOME: "/x" }), "/x/sandpiper");
  assert.match(cacheFolder({ XDG_CACHE_HOME: "relative" }), /\.cache\/sandpiper$/);
});

test("a file lock lets one in at a time and is given back after a failure", async (t) => {
  if ((await runProcess("flock", ["--version"])).code !== 0) return t.skip("there is no flock");
  const folder = await mkdtemp(join(tmpdir(), "sandpiper-lock-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "deep", "x.lock");
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside--;
  };
  await assert.rejects(
    withFileLock(file, {}, () => Promise.reject(new Error("failed inside"))),
    /failed inside/,
  );
  await Promise.all([1, 2, 3].map(() => withFileLock(file, {}, work)));
  assert.equal(most, 1);

  let waited = false;
  const controller = new AbortController();
  await withFileLock(file, {}, async () => {
    const onWait = () => {
      waited = true;
      controller.abort();
    };
    await assert.rejects(withFileLock(file, { onWait, signal: controller.signal }, work), { code: "E_CANCELLED" });
  });
  assert.ok(waited);
});
