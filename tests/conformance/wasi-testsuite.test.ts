import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toManifest } from "./wasi-testsuite/manifest.ts";
import { explain } from "./wasi-testsuite/run-program.ts";
import { runSuite } from "./wasi-testsuite/run-suite.ts";

const folder = process.env.WASI_TESTSUITE;
const skip =
  folder === undefined &&
  "set WASI_TESTSUITE to a folder with the built programs of github.com/WebAssembly/wasi-testsuite (branch prod/testsuite-base)";

describe("the public WASI test suite", { skip }, () => {
  for (const runtime of ["direct", "sandpiper"] as const) {
    test(`passes with ${runtime}`, () => {
      const { results } = runSuite({ folder: folder as string, runtime });
      assert.deepEqual(
        results.filter(({ passed }) => !passed).map(({ name, reason }) => `${name}: ${reason}`),
        [],
      );
    });
  }
});

test("a manifest says what is given and what must come out", () => {
  const empty = toManifest({});
  assert.equal(explain(empty, 0, "anything", "at all"), "");
  assert.match(explain(empty, 134, "", "assertion failed"), /exit code 134, not 0\nassertion failed/);
  assert.match(explain(empty, null, "", ""), /exit code null/);
  const strict = toManifest({ exit_code: 33, stdout: "hello", stderr: "" });
  assert.equal(explain(strict, 33, "hello", ""), "");
  assert.match(explain(strict, 33, "hello\n", ""), /stdout "hello\\n", not "hello"/);
  assert.match(explain(strict, 33, "hello", "x"), /stderr "x", not ""/);
});

test("a manifest that asks for something unknown is refused", () => {
  assert.throws(() => toManifest({ operations: [] }), /unknown key "operations"/);
  assert.throws(() => toManifest({ constructor: 1 }), /unknown key/);
  assert.throws(() => toManifest({ args: "x" }), /where a list belongs/);
  assert.throws(() => toManifest({ exit_code: "1" }), /where a number belongs/);
  assert.throws(() => toManifest([]), /where an object belongs/);
});
