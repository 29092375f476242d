import assert from "node:assert/strict";
import { test } from "node:test";
import {
  collect,
  memoryOption,
  parseDirectory,
  parseHeader,
  parsePort,
  parseVariable,
  timeoutOption,
  toEnvironment,
} from "./parse-options.ts";

test("folders", () => {
  assert.deepEqual(parseDirectory("data"), { host: "data", guest: "data", readOnly: false });
  assert.deepEqual(parseDirectory("./a::/b"), { host: "./a", guest: "/b", readOnly: false });
  assert.deepEqual(parseDirectory("./a:x::/b::ro"), { host: "./a:x", guest: "/b", readOnly: true });
});

test("variables, given or taken from here", () => {
  process.env.SANDPIPER_TEST_VARIABLE = "here";
  const variables = ["A=1", "B=", "C=x=y", "SANDPIPER_TEST_VARIABLE", "SANDPIPER_TEST_UNSET"].map(parseVariable);
  assert.deepEqual(toEnvironment(variables), { A: "1", B: "", C: "x=y", SANDPIPER_TEST_VARIABLE: "here" });
});

test("headers, ports, limits", () => {
  assert.deepEqual(parseHeader("X-A:  b:c "), ["X-A", "b:c"]);
  assert.equal(parsePort("0"), 0);
  assert.equal(parsePort("65535"), 65_535);
  assert.equal(timeoutOption("1.5s"), 1500);
  assert.equal(memoryOption("4GiB"), 4 * 1024 ** 3);
  assert.deepEqual(collect(Number)("2", [1]), [1, 2]);
});

const REFUSED: readonly [string, (text: string) => unknown, string][] = [
  ["--timeout", timeoutOption, "5"],
  ["--timeout", timeoutOption, "5 weeks"],
  ["--timeout", timeoutOption, "25h"],
  ["--timeout", timeoutOption, "-1s"],
  ["--memory", memoryOption, "64"],
  ["--memory", memoryOption, "5GiB"],
  ["--header", parseHeader, "no colon"],
  ["--header", parseHeader, ": value"],
  ["--header", parseHeader, "A: b\nc"],
  ["--env", parseVariable, "=x"],
  ["--dir", parseDirectory, ""],
  ["--dir", parseDirectory, "::/a"],
  ["--dir", parseDirectory, "a::"],
  ["--dir", parseDirectory, "a::/b::x"],
  ["--dir", parseDirectory, "a::/b::ro::c"],
  ["", parsePort, "70000"],
  ["", parsePort, "8e3"],
  ["", parsePort, ""],
];

for (const [option, parse, text] of REFUSED) {
  test(`refused: ${option || "a port"} ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parse(text),
      (error: Error & { code?: string; hint?: string }) => {
        assert.equal(error.code, "E_USAGE");
        assert.ok(error.message.startsWith(option), error.message);
        assert.ok(error.hint);
        return true;
      },
    );
  });
}
