import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareModule } from "@sandpiper/engine";
import { compileWat } from "@sandpiper/testkit";
import { compileModule, toModuleError } from "./compile-module.ts";

test("a module that is not valid is refused with the reason the engine gives for the original", async () => {
  const bytes = await compileWat(`(module (memory 1) (func (param i32) (drop (memory.grow (local.get 0)))))`);
  // drop becomes i32.add, for which the stack has too little.
  bytes[bytes.lastIndexOf(0x1a)] = 0x6a;
  const reason = await WebAssembly.compile(bytes).then(
    () => assert.fail("it is valid"),
    (error: Error) => error.message,
  );
  const prepared = await prepareModule(bytes, { name: "grey", memoryBytes: 2 ** 20 });
  await assert.rejects(compileModule(prepared, bytes, "grey"), {
    code: "E_MODULE_INVALID",
    message: `grey is not a valid WebAssembly module: ${reason}`,
  });
});

test("a valid module compiles; one that preparing broke would be our fault", async () => {
  const bytes = await compileWat(`(module (func (export "_start")))`);
  const prepared = await prepareModule(bytes, { memoryBytes: 2 ** 20 });
  assert.ok((await compileModule(prepared, bytes)) instanceof WebAssembly.Module);
  const broken = { ...prepared, bytes: prepared.bytes.slice(0, -1) };
  await assert.rejects(compileModule(broken, bytes, "grey"), { code: "E_INTERNAL" });
});

test("the engine's reason is one line and carries its cause", () => {
  const cause = new WebAssembly.CompileError("first\nsecond");
  const error = toModuleError(cause, "grey");
  assert.equal(error.code, "E_MODULE_INVALID");
  assert.doesNotMatch(error.message, /\n/);
  assert.equal(error.cause, cause);
});
