import assert from "node:assert/strict";
import { test } from "node:test";
import { readText } from "../../repo/support/source-files.ts";
import { sandpiper } from "../support/run-sandpiper.ts";

const COMMANDS = ["new", "dev", "invoke", "run", "build", "targets", "check", "deploy", "nn"];

test("alone it explains itself, as with --help and help", async () => {
  const alone = await sandpiper([]);
  assert.equal(alone.code, 0);
  for (const command of COMMANDS) assert.match(alone.stdout.toString(), new RegExp(`^  ${command} `, "m"));
  for (const args of [["--help"], ["-h"], ["help"]]) assert.deepEqual(await sandpiper(args), alone, args.join(" "));
});

for (const command of COMMANDS) {
  test(`help ${command} teaches: examples, and what comes next`, async () => {
    const help = await sandpiper(["help", command]);
    assert.equal(help.code, 0);
    const text = help.stdout.toString();
    assert.ok((text.match(new RegExp(`^  sandpiper ${command}\\b`, "gm")) ?? []).length >= 2, text);
    assert.deepEqual(await sandpiper([command, "--help"]), help);
  });
}

test("--version is the package's", async () => {
  const { stdout } = await sandpiper(["--version"]);
  assert.equal(stdout.toString().trim(), JSON.parse(readText("packages/cli/package.json")!).version);
});
