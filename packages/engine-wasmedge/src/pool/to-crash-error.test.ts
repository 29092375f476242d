import assert from "node:assert/strict";
import { test } from "node:test";
import { toCrashError } from "./to-crash-error.ts";

test("a fault in native code is the guest's trap", () => {
  for (const signal of ["SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE"] as const) {
    const { code, message } = toCrashError({ signal, code: null, lastWords: "" }, "f");
    assert.deepEqual([code, message], ["E_GUEST_TRAP", `f trapped: it crashed WasmEdge (${signal})`]);
  }
});

test("any other end is ours, with the last that was said", () => {
  const killed = toCrashError({ signal: "SIGKILL", code: null, lastWords: "" }, "f");
  assert.deepEqual([killed.code, killed.message], ["E_INTERNAL", "the process that ran f ended with SIGKILL"]);
  assert.match(killed.hint ?? "", /out of memory/);
  const ended = toCrashError({ signal: null, code: 1, lastWords: "at x\nError: no such module" }, "f");
  assert.equal(ended.message, "the process that ran f ended with exit code 1: Error: no such module");
});
