import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { compileWat } from "../../support/wat.ts";
import { sandpiper } from "../support/run-sandpiper.ts";
import { makeGuests, says } from "./guests.ts";

const cwd = temporaryFolder({
  ...(await makeGuests()),
  "not-found.wasm": await compileWat(says("Status: 404\n\nnone")),
  "sandpiper.config.json": JSON.stringify({
    functions: { cat: { maxBody: "1MiB" }, tell: { abi: "cgi", env: { K: "v" } }, "not-found": { abi: "cgi" } },
  }),
});

test("the body goes through, byte for byte: from a file to a file, from standard input to standard output", async () => {
  const bytes = randomBytes(200_000);
  writeFileSync(join(cwd, "in"), bytes);
  const toFile = await sandpiper(["invoke", "cat", "--data", "@in", "--output", "out"], { cwd });
  assert.deepEqual([toFile.code, toFile.stdout.length, toFile.stderr], [0, 0, ""]);
  assert.ok(readFileSync(join(cwd, "out")).equals(bytes));
  const { stdout } = await sandpiper(["invoke", "cat.wasm", "--data", "-"], { cwd, input: bytes });
  assert.ok(stdout.equals(bytes));
});

test("status and headers come with --include", async () => {
  const { stdout, code } = await sandpiper(["invoke", "cat", "-i", "-d", "Ada"], { cwd });
  assert.equal(code, 0);
  assert.match(
    stdout.toString(),
    /^HTTP\/1\.1 200.*\n(?:[\w-]+: .*\n)*content-type: text\/plain.*\n(?:[\w-]+: .*\n)*\nAda$/,
  );
});

test("all of it is one object with --json", async () => {
  const text = JSON.parse((await sandpiper(["invoke", "cat", "--json", "-d", "Ada"], { cwd })).stdout.toString());
  assert.deepEqual([text.status, text.function, text.body, text.exitCode], [200, "cat", "Ada", 0]);
  assert.equal(typeof text.stats.runMs, "number");
  const binary = await sandpiper(["invoke", "cat", "--json", "-d", "-"], { cwd, input: Buffer.from([0xff, 0]) });
  assert.equal(JSON.parse(binary.stdout.toString()).bodyBase64, "/wA=");
});

test("the settings' ABI and environment, the command line's path and headers", async () => {
  const args = ["invoke", "tell", "--path", "/sub?a=b", "--header", "X-Y: z", "--env", "MORE=1", "--json"];
  const { stdout } = await sandpiper(args, { cwd });
  const { stderr } = JSON.parse(stdout.toString());
  const env = new Set(stderr.split("\0"));
  for (const entry of ["PATH_INFO=/sub", "SCRIPT_NAME=/tell", "QUERY_STRING=a=b", "HTTP_X_Y=z", "K=v", "MORE=1"]) {
    assert.ok(env.has(entry), `${entry} is not in ${stderr}`);
  }
});

test("an answer of 400 and above ends with 1, its body all the same", async () => {
  const { code, stdout, stderr } = await sandpiper(["invoke", "not-found"], { cwd });
  assert.deepEqual([code, stdout.toString(), stderr], [1, "none", ""]);
});

test("a function that fails is told with its code, and leaves no file", async () => {
  const { code, stderr } = await sandpiper(["invoke", "trap.wasm", "--output", "never"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /^error\[E_GUEST_TRAP\]: /m);
  assert.ok(!existsSync(join(cwd, "never")));
  const json = await sandpiper(["invoke", "trap.wasm", "--json"], { cwd });
  assert.equal(json.code, 1);
  const told = JSON.parse(json.stdout.toString());
  assert.deepEqual([told.status, told.error.code], [502, "E_GUEST_TRAP"]);
});

test("the limits are the settings', or the command line's", async () => {
  const large = await sandpiper(["invoke", "cat", "-d", "-"], { cwd, input: Buffer.alloc(2_000_000) });
  assert.match(large.stderr, /error\[E_BODY_TOO_LARGE\]/);
  const late = await sandpiper(["invoke", "loop.wasm", "--timeout", "200ms"], { cwd });
  assert.match(late.stderr, /error\[E_TIMEOUT\]/);
});
