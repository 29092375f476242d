import assert from "node:assert/strict";
import { test } from "node:test";
import { toGuestEnd } from "./to-guest-end.ts";

// As `wasmedge` 0.14.1 wrote it.
const TRAP = `[2026-11-24 13:22:55.642] [error] execution failed: out of bounds memory access, Code: 0x408
[2026-11-24 13:22:55.642] [error]     When executing function name: "_start"
`;
const end = (code: number | null, stdout: string, signal: NodeJS.Signals | null = null) => {
  const { exitCode, error, stdout: out } = toGuestEnd("f", { code, signal, stdout: Buffer.from(stdout) });
  return [exitCode, error?.code ?? null, error?.message ?? null, out.toString()];
};

test("what a guest wrote and its exit code are its own", () => {
  assert.deepEqual(end(0, "hello"), [0, null, null, "hello"]);
  assert.deepEqual(end(3, ""), [3, null, null, ""]);
});

test("a trap's words are taken off the end of what it wrote", () => {
  const words = "f trapped: out of bounds memory access";
  assert.deepEqual(end(134, `hello${TRAP}`), [null, "E_GUEST_TRAP", words, "hello"]);
});

test("134 alone is an exit code, and so are such words with another", () => {
  assert.deepEqual(end(134, "hello"), [134, null, null, "hello"]);
  assert.deepEqual(end(0, TRAP), [0, null, null, TRAP]);
});

test("a crash is the guest's trap", () => {
  assert.deepEqual(end(null, "", "SIGSEGV").slice(0, 2), [null, "E_GUEST_TRAP"]);
});
