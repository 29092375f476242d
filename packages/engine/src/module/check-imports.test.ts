import assert from "node:assert/strict";
import { test } from "node:test";
import { isSandpiperError, type SandpiperError } from "@sandpiper/core";
import { compileWat } from "@sandpiper/testkit";
import { checkCommand, checkImports } from "./check-imports.ts";
import { describeCompiled, describeModule, type ModuleImport } from "./describe-module.ts";

const KNOWN = new Set(["fd_write", "proc_exit"]);
const granted = ({ module, name }: ModuleImport): boolean => module === "wasi_snapshot_preview1" && KNOWN.has(name);

function caught(action: () => unknown): SandpiperError {
  try {
    action();
  } catch (error) {
    assert.ok(isSandpiperError(error));
    return error;
  }
  return assert.fail("nothing was refused");
}

test("a command is described, from its bytes and compiled", async () => {
  const bytes = await compileWat(`(module
    (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
    (memory (export "memory") 2 5)
    (func (export "_start")))`);
  const description = describeModule(bytes, "f");
  assert.deepEqual(description, {
    imports: [{ module: "wasi_snapshot_preview1", name: "proc_exit", kind: "function" }],
    exports: [
      { name: "memory", kind: "memory" },
      { name: "_start", kind: "function" },
    ],
    memories: [{ imported: false, initialPages: 2, maximumPages: 5, shared: false, address: "i32" }],
    kind: "command",
  });
  const compiled = describeCompiled(new WebAssembly.Module(bytes));
  assert.deepEqual(compiled, { ...description, memories: [] });
  checkImports(description, granted, "f");
  checkCommand(description, "f");
});

test("what exports no _start is refused by what it is", async () => {
  const cases: [wat: string, kind: string, message: RegExp][] = [
    [`(module (func (export "_initialize")))`, "reactor", /reactor/],
    [`(module (func (export "add")))`, "library", /library/],
    [`(module (global (export "_start") i32 (i32.const 0)))`, "library", /library/],
    [`(module (import "./x_bg.js" "__wbindgen_throw" (func)) (func (export "greet")))`, "bindgen", /wasm-bindgen/],
  ];
  for (const [wat, kind, message] of cases) {
    const description = describeModule(await compileWat(wat));
    assert.equal(description.kind, kind);
    const error = caught(() => checkCommand(description, "grey"));
    assert.equal(error.code, "E_MODULE_INVALID");
    assert.match(error.message, /^grey exports no _start function/);
    assert.match(error.message, message);
  }
});

test("a missing import is named, with where it comes from and what to do", () => {
  const cases: [module: string, name: string, kind: ModuleImport["kind"], why: RegExp, hint: RegExp][] = [
    ["wasi_snapshot_preview1", "sock_open", "function", /no such function/, /wasm32-wasip1/],
    ["wasi_unstable", "fd_write", "function", /older than preview 1/, /newer toolchain/],
    ["wasi_ephemeral_nn", "load", "function", /inference/, /settings/],
    ["wasmedge_tensorflowlite", "create_session", "function", /inference/, /settings/],
    ["wasmedge_image", "load_jpg", "function", /inference/, /settings/],
    ["wasi", "thread-spawn", "function", /threads/, /wasm32-wasip1/],
    ["wasi:http/types@0.2.0", "new-fields", "function", /component/, /wasm32-wasip1/],
    ["acme:images/codec", "decode", "function", /component/, /wasm32-wasip1/],
    ["wasi_snapshot_preview2", "x", "function", /preview 2/, /wasm32-wasip1/],
    ["./app_bg.js", "__wbg_log_1", "function", /wasm-bindgen/, /wasm32-wasip1/],
    ["env", "__wbindgen_describe", "function", /wasm-bindgen/, /wasm32-wasip1/],
    ["gojs", "runtime.wasmExit", "function", /Go built it/, /GOOS=wasip1/],
    ["env", "emscripten_resize_heap", "function", /Emscripten/, /wasi-sdk|STANDALONE/],
    ["env", "compress2", "function", /undefined when it was linked/, /--allow-undefined/],
    ["env", "__indirect_function_table", "table", /only functions and one memory/, /command/],
    ["acme", "light", "function", /nothing of that name/, /preview 1/],
  ];
  for (const [module, name, kind, why, hint] of cases) {
    const description = { imports: [{ module, name, kind }], exports: [], memories: [], kind: "command" } as const;
    const error = caught(() => checkImports(description, granted, "grey"));
    assert.equal(error.code, "E_IMPORT_NOT_GRANTED");
    assert.ok(error.message.startsWith(`grey imports ${module}.${name}: `), error.message);
    assert.match(error.message, why);
    assert.match(error.hint!, hint);
  }
});

test("many missing imports make one line, and a name forges none", () => {
  const imports = ["a\nERROR all is lost", "b", "c", "d", "e"].map(
    (name) => ({ module: "env", name, kind: "function" }) as const,
  );
  const description = { imports, exports: [], memories: [], kind: "command" } as const;
  const { message } = caught(() => checkImports(description, granted, "grey"));
  assert.match(message, /^grey imports env\.a\ufffdERROR all is lost, env\.b, env\.c and 2 more: /);
  assert.doesNotMatch(message, /\n/);
});
