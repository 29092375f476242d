import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TARGETS, type Target } from "@sandpiper/targets";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { sandpiper } from "../support/run-sandpiper.ts";
import { makeGuests } from "./guests.ts";

const guests = await makeGuests();

test("targets has a row for each, under a head", async () => {
  const { code, stdout } = await sandpiper(["targets"]);
  assert.equal(code, 0);
  const [head, ...rows] = stdout.toString().trimEnd().split("\n");
  assert.match(head!, /^target .*memory .*native/);
  assert.deepEqual(
    rows.map((row) => row.split(" ")[0]),
    Object.keys(TARGETS),
  );
  assert.match(rows.find((row) => row.startsWith("node "))!, /Node\.js .*yes +yes +yes +by the program$/);
});

test("targets --json has the figures with their sources", async () => {
  const targets: Target[] = JSON.parse((await sandpiper(["targets", "--json"])).stdout.toString());
  assert.deepEqual(
    targets.map(({ name }) => name),
    Object.keys(TARGETS),
  );
  for (const { name, limits } of targets) {
    assert.deepEqual(limits, TARGETS[name]!.limits);
    for (const { value, source, date } of Object.values(limits)) {
      assert.ok(value > 0 && new URL(source).protocol === "https:", `${name}: ${source}`);
      assert.match(date, /^20\d\d-\d\d$/);
    }
  }
});

test("check tells that a project works, and writes nothing", async () => {
  const cwd = temporaryFolder({ "cat.wasm": guests["cat.wasm"]! });
  const { code, stdout } = await sandpiper(["check", "--target", "node"], { cwd });
  assert.equal(code, 0);
  assert.match(stdout.toString(), /^\. \(\d+ KiB\) can be deployed to Node\.js\n$/);
  assert.ok(!existsSync(join(cwd, "dist")));
});

test("check tells where a cloud's limit holds before the project's own", async () => {
  const settings = '{ "functions": { "cat": { "timeout": "2h", "memory": "4GiB" } } }';
  const cwd = temporaryFolder({ "cat.wasm": guests["cat.wasm"]!, "sandpiper.config.json": settings });
  const { code, stdout } = await sandpiper(["check", "--target", "vercel", "--json"], { cwd });
  assert.equal(code, 0);
  const { works, sizes, problems } = JSON.parse(stdout.toString());
  assert.equal(works, true);
  assert.ok(sizes.unpacked > 10_000);
  const mine = problems.filter((problem: { functions: string[] }) => problem.functions.includes("cat"));
  assert.deepEqual(new Set(mine.map(({ kind }: { kind: string }) => kind)), new Set(["limited"]));
  for (const key of ["timeout", "memory"]) {
    assert.ok(
      mine.some(({ hint }: { hint: string }) => hint.includes(`"${key}"`)),
      key,
    );
  }
});

test("check of no target, and of one that is not there", async () => {
  for (const [args, says] of [
    [["check"], /required option .*--target/],
    [["check", "--target", "vercle"], /did you mean "vercel"/],
    [["build", "--target", "moon"], /no target "moon"/],
  ] as const) {
    const { code, stderr } = await sandpiper(args, { cwd: temporaryFolder() });
    assert.equal(code, 2);
    assert.match(stderr, /^error\[E_USAGE\]: /);
    assert.match(stderr, says);
  }
});
