import assert from "node:assert/strict";
import { test } from "node:test";
import { SandpiperError } from "@sandpiper/core";
import { toExitCode } from "./exit-code.ts";
import { formatError, formatErrorJson } from "./report-error.ts";

const error = new SandpiperError("E_CONFIG", "first\n  second", { hint: "mend it" });

test("an error is one line with its code, and the next step below", () => {
  assert.equal(formatError(error), "error[E_CONFIG]: first second\n  next: mend it");
  assert.equal(formatError(new SandpiperError("E_TIMEOUT", "late")), "error[E_TIMEOUT]: late");
});

test("what others wrote into it does not reach the terminal as more than text", () => {
  const hostile = new SandpiperError("E_REGISTRY", "no\u001b[2J\u009b31m", { hint: "\rlook" });
  assert.equal(formatError(hostile), "error[E_REGISTRY]: no\\x1b[2J\\x9b31m\n  next: look");
});

test("for a program it is an object", () => {
  assert.deepEqual(JSON.parse(formatErrorJson(error)), {
    error: { code: "E_CONFIG", message: "first\n  second", hint: "mend it" },
  });
});

test("what was not understood ends with 2, what failed with 1", () => {
  assert.equal(toExitCode("E_USAGE"), 2);
  assert.equal(toExitCode("E_CONFIG"), 2);
  assert.equal(toExitCode("E_PORT_IN_USE"), 1);
  assert.equal(toExitCode("E_INTERNAL"), 1);
});
