import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, test } from "node:test";
import { makeGuests, temporaryFolder } from "@sandpiper/testkit";
import { sandpiper } from "../e2e/support/run-sandpiper.ts";
import { skip, trixieWasmEdge } from "./support/trixie-wasmedge.ts";

const NEEDS = skip || (process.platform === "linux" ? false : "it hides the library as Linux has it");

describe("a machine that has wasmedge on the PATH and no library", { skip: NEEDS }, async () => {
  if (NEEDS) return;
  const { loader, program } = trixieWasmEdge();
  const words = [...loader, program!].map((word) => `'${word}'`).join(" ");
  const folder = temporaryFolder({ "bin/wasmedge": `#!/bin/sh\nexec ${words} "$@"\n`, ...(await makeGuests()) });
  chmodSync(join(folder, "bin/wasmedge"), 0o755);
  const env = {
    PATH: [join(folder, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
    HOME: folder,
    SANDPIPER_CACHE: join(folder, "cache"),
    SANDPIPER_ENGINE: "wasmedge",
  };
  const run = (args: readonly string[], input = "") => sandpiper(args, { cwd: folder, env, input });

  test("runs programs", async () => {
    const { code, stdout, stderr } = await run(["run", "cat.wasm"], "as it is");
    assert.deepEqual([code, stdout.toString(), stderr], [0, "as it is", ""]);
    assert.equal((await run(["run", "exit7.wasm"])).code, 7);
    const trapped = await run(["run", "trap.wasm"]);
    assert.deepEqual([trapped.code, /error\[E_GUEST_TRAP\]/.test(trapped.stderr)], [134, true]);
    const late = await run(["run", "--timeout", "200ms", "loop.wasm"]);
    assert.match(late.stderr, /error\[E_TIMEOUT\]/);
  });

  test("calls functions, and says that this is slower", async () => {
    const { code, stdout, stderr } = await run(["invoke", "./cat.wasm", "--data", "Ada"]);
    assert.deepEqual([code, stdout.toString()], [0, "Ada"]);
    assert.match(stderr, /Starting wasmedge \d\S* for each call, which is slower: /);
  });

  test("and doctor tells of it", async () => {
    const { code, stdout } = await run(["doctor"]);
    assert.equal(code, 0);
    assert.match(stdout.toString(), /ok {2}wasmedge .*only its command line/);
  });
});
