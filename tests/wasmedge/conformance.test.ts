import assert from "node:assert/strict";
import { test } from "node:test";
import { runSuite } from "../conformance/wasi-testsuite/run-suite.ts";
import { skip as missing } from "./support/trixie-wasmedge.ts";

const folder = process.env.WASI_TESTSUITE;
const skip =
  missing ||
  (folder === undefined &&
    "set WASI_TESTSUITE to a folder with the built programs of github.com/WebAssembly/wasi-testsuite (branch prod/testsuite-base)");

test("the public WASI test suite passes on WasmEdge, as on V8", { skip }, async () => {
  process.env.SANDPIPER_ENGINE = "wasmedge";
  const { results } = runSuite({ folder: folder as string, runtime: "sandpiper" });
  assert.deepEqual(
    results.filter(({ passed }) => !passed).map(({ name, reason }) => `${name}: ${reason}`),
    [],
  );
});
