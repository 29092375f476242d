import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS } from "@sandpiper/core";
import { toArguments } from "./to-arguments.ts";

function argumentsFor(version: string): readonly string[] {
  const guest = {
    name: "hello",
    path: "hello.so",
    limits: { ...DEFAULT_LIMITS, memoryBytes: 2 ** 20 },
    directories: [],
  };
  return toArguments({ ...guest, version }, { args: ["hello", "Ada"], env: { A: "1" } }).args;
}

test("compiled code is asked for where it is not run by itself", () => {
  const common = ["--env", "A=1", "--memory-page-limit", "16", "hello.so", "Ada"];
  assert.deepEqual(argumentsFor("0.14.1"), common);
  assert.deepEqual(argumentsFor("0.16.4"), common);
  assert.deepEqual(argumentsFor("0.17.0"), ["--run-mode", "aot", ...common]);
  assert.deepEqual(argumentsFor("1.0.0-rc.1"), ["--run-mode", "aot", ...common]);
});
