/* What the command line promises of V8 holds of WasmEdge: its own tests, with the other engine asked for. */
import { test } from "node:test";
import { skip } from "./support/trixie-wasmedge.ts";

process.env.SANDPIPER_ENGINE = "wasmedge";
if (skip) {
  test("the command line's own tests", { skip });
} else {
  await import("../e2e/cli/run.test.ts");
  await import("../e2e/cli/invoke.test.ts");
}
