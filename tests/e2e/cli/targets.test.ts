import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { TARGETS, type Target } from "@sandpiper/targets";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { compileWat } from "../../support/wat.ts";
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

test("a function that starts with more memory than a cloud has is refused, and nothing is written", async () => {
  const wasm = await compileWat('(module (memory (export "memory") 3200) (func (export "_start")))');
  const cwd = temporaryFolder({ "large.wasm": wasm });
  for (const command of ["check", "build"]) {
    const { code, stdout, stderr } = await sandpiper([command, "--target", "cloudflare", "--json"], { cwd });
    assert.equal(code, 1, stderr);
    const refused = JSON.parse(stdout.toString()).problems.filter(({ kind }: { kind: string }) => kind === "refused");
    assert.equal(refused.length, 1);
    assert.deepEqual(refused[0].functions, ["large"]);
    assert.match(refused[0].message, /^large starts with 200 MiB of memory, and Cloudflare/);
  }
  assert.deepEqual(readdirSync(cwd), ["large.wasm"]);
});

test("a function with a model that no deployment runs is refused, with the reason", async () => {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const cwd = temporaryFolder({
    "sandpiper.config.json": JSON.stringify({
      functions: {
        classify: {
          wasm: join(root, "examples/functions/image-classify/image-classify.wasm"),
          models: { print: join(root, "tests/models/characters-float.onnx") },
        },
      },
    }),
  });
  const { code, stdout } = await sandpiper(["check", "--target", "node"], { cwd });
  assert.equal(code, 1);
  assert.match(stdout.toString(), /^refused: classify has the onnx model print, .*Node\.js\n {2}next: Convert it/m);
  assert.match(stdout.toString(), /cannot be deployed to Node\.js\n$/);
});

test("all functions are looked at, whatever the first has, and each is told what runs on no cloud", async () => {
  const wat = '(module (import "env" "secret" (func)) (memory (export "memory") 1) (func (export "_start") (call 0)))';
  const cwd = temporaryFolder({
    "linked.wasm": await compileWat(wat),
    "cat.wasm": guests["cat.wasm"]!,
    "text.wasm": "no module",
    "folder/a.txt": "a",
    "sandpiper.config.json": JSON.stringify({
      functions: {
        linked: { wasm: "linked.wasm" },
        reads: { wasm: "cat.wasm", dirs: [{ host: "./folder", guest: "/folder" }] },
        text: { wasm: "text.wasm" },
        admin: { wasm: "cat.wasm" },
        fine: { wasm: "cat.wasm" },
      },
    }),
  });
  for (const command of ["check", "build"]) {
    const { code, stdout, stderr } = await sandpiper([command, "--target", "azure", "--json"], { cwd });
    assert.equal(code, 1, stderr);
    const { problems } = JSON.parse(stdout.toString());
    const refused = problems.filter(({ kind }: { kind: string }) => kind === "refused");
    assert.deepEqual(
      refused.map(({ functions }: { functions: string[] }) => functions),
      [["linked"], ["reads"], ["text"], ["admin"]],
    );
    for (const { hint } of refused) assert.notEqual(hint, "");
    const messages = refused.map(({ message }: { message: string }) => message);
    assert.match(messages[0], /env\.secret/);
    assert.match(messages[1], /folders of this machine/);
    assert.match(messages[3], /answers at \/admin itself/);
  }
  assert.ok(!existsSync(join(cwd, "dist")));
});
