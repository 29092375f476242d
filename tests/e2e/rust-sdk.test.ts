import assert from "node:assert/strict";
import { constants, setPriority } from "node:os";
import { before, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { isSandpiperError } from "@sandpiper/core";
import { findRustToolchain } from "../../packages/cli/src/toolchain/find-rust-toolchain.ts";
import { type Toolchain, WASM_TARGET } from "../../packages/cli/src/toolchain/toolchain.ts";

// The tests of the Rust SDK are its own, and cargo's to run. That they ran is what is tested here.

const crate = fileURLToPath(new URL("../../crates/sandpiper", import.meta.url));

let toolchain: Toolchain | null = null;
let reason = "";

before(async () => {
  // The compiler takes minutes of both processors; whatever is tested meanwhile goes first.
  setPriority(constants.priority.PRIORITY_LOW);
  try {
    toolchain = await findRustToolchain({ cwd: crate });
  } catch (error) {
    if (!isSandpiperError(error) || error.code !== "E_ENGINE_UNAVAILABLE") throw error;
    reason = error.message;
  }
});

/** What cargo printed; null when the test was skipped. */
async function cargo(t: TestContext, ...args: string[]): Promise<string | null> {
  if (toolchain === null) {
    t.skip(reason);
    return null;
  }
  t.diagnostic(toolchain.description);
  const { code, stdout, stderr } = await toolchain.cargo(args, { crate, root: crate });
  if (code !== 0 && /Could not resolve host|failed to download|download of .* failed|Couldn't connect/i.test(stderr)) {
    t.skip("the crates could not be fetched");
    return null;
  }
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return stdout;
}

test("the SDK's tests and the examples in its documentation pass, with every feature", async (t) => {
  const output = await cargo(t, "test", "--locked", "--all-features");
  if (output === null) return;
  const passed = [...output.matchAll(/^test result: ok\. (\d+) passed; 0 failed/gm)].map(([, count]) => Number(count));
  t.diagnostic(`${passed.join(" and ")} passed`);
  assert.ok(passed.length === 2 && passed.every((count) => count > 10), output);
});

test("it builds for functions with no feature", async (t) => {
  await cargo(t, "check", "--locked", "--no-default-features", "--target", WASM_TARGET);
});
