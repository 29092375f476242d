import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { sandpiper } from "../support/run-sandpiper.ts";
import { makeGuests } from "./guests.ts";

const cwd = temporaryFolder(await makeGuests());

test("standard streams pass through, byte for byte", async () => {
  const input = randomBytes(300_000);
  const { code, stdout, stderr } = await sandpiper(["run", "cat.wasm"], { cwd, input });
  assert.deepEqual([code, stderr], [0, ""]);
  assert.ok(stdout.equals(input));
});

test("the same with a deadline", async () => {
  const input = randomBytes(300_000);
  const { code, stdout } = await sandpiper(["run", "--timeout", "60s", "cat.wasm"], { cwd, input });
  assert.equal(code, 0);
  assert.ok(stdout.equals(input));
});

test("what stands behind the file is the guest's, options too; argv[0] is the file's name", async () => {
  const args = ["--help", "--timeout", "x", "--", "-v", ""];
  const { code, stdout } = await sandpiper(["run", join(cwd, "tell.wasm"), ...args], { cwd });
  assert.equal(code, 0);
  assert.equal(stdout.toString(), ["tell.wasm", ...args, ""].join("\0"));
});

test("the environment is what --env gives, and nothing else", async () => {
  const args = ["run", "--env", "A=1=2", "--env", "FROM_HERE", "--env", "UNSET_HERE", "tell.wasm"];
  const { stderr } = await sandpiper(args, { cwd, env: { FROM_HERE: "yes" } });
  assert.equal(stderr, "A=1=2\0FROM_HERE=yes\0");
});

test("a folder is there when it is granted, and cannot be written when it is read-only", async () => {
  const data = join(cwd, "data");
  mkdirSync(data);
  const BADF = 8;
  assert.equal((await sandpiper(["run", "write-file.wasm"], { cwd })).code, BADF);
  assert.notEqual((await sandpiper(["run", "--dir", "data::/d::ro", "write-file.wasm"], { cwd })).code, 0);
  assert.ok(!existsSync(join(data, "file")));
  assert.equal((await sandpiper(["run", "--dir", "data::/d", "write-file.wasm"], { cwd })).code, 0);
  assert.ok(existsSync(join(data, "file")));
});

test("the exit code is the guest's, as a system keeps it", async () => {
  assert.equal((await sandpiper(["run", "exit7.wasm"], { cwd })).code, 7);
  assert.equal((await sandpiper(["run", "exit263.wasm"], { cwd })).code, 7);
});

test("a trap is 134, and told", async () => {
  const { code, stderr } = await sandpiper(["run", "trap.wasm"], { cwd });
  assert.equal(code, 134);
  assert.match(stderr, /^error\[E_GUEST_TRAP\]: .*unreachable/);
});

test("a deadline ends what does not end", async () => {
  const { code, stderr } = await sandpiper(["run", "--timeout", "200ms", "loop.wasm"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /^error\[E_TIMEOUT\]: /);
});

test("a module that begins with more memory than it may have", async () => {
  const { code, stderr } = await sandpiper(["run", "--memory", "1MiB", "big.wasm"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /^error\[E_MEMORY_LIMIT\]: /);
});
