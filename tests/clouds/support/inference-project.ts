import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sandpiper } from "../../e2e/support/run-sandpiper.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { compileWat } from "../../support/wat.ts";

const MODELS = fileURLToPath(new URL("../../models", import.meta.url));
const PICTURE = `${MODELS}/samples/k-colours-wide.png`;

/**
 * Has the host decode the picture on standard input to 2 x 2 pixels, and asks for a model by its name; answers with the pixels and what both
 * calls answered.
 */
const GUEST = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasmedge_image" "load_png" (func $decode (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_ephemeral_nn" "load_by_name" (func $load (param i32 i32 i32) (result i32)))
  (memory (export "memory") 3)
  (data (i32.const 100) "sum")
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 65536))
    (i32.store (i32.const 4) (i32.const 131072))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.store8 (i32.const 524) (call $decode (i32.const 65536) (i32.load (i32.const 8)) (i32.const 2) (i32.const 2)
      (i32.const 0) (i32.const 512) (i32.const 12)))
    (i32.store8 (i32.const 525) (call $load (i32.const 100) (i32.const 3) (i32.const 200)))
    (i32.store (i32.const 0) (i32.const 512))
    (i32.store (i32.const 4) (i32.const 14))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

const TRAP = '(module (memory (export "memory") 1) (func (export "_start") unreachable))';

/** A project of two functions: `decode` uses the host's image codec and a model by its name, `trap` fails. */
export async function createInferenceProject(): Promise<string> {
  const settings = {
    functions: { decode: { wasm: "decode.wasm", models: { sum: "sum.tflite" } }, trap: { wasm: "trap.wasm" } },
  };
  return temporaryFolder({
    "sandpiper.config.json": JSON.stringify(settings),
    "decode.wasm": await compileWat(GUEST),
    "trap.wasm": await compileWat(TRAP),
    "sum.tflite": await readFile(`${MODELS}/small/sum-product.tflite`),
  });
}

/** Asks what serves that project, and compares its answers with those of this machine. */
export async function checkInferenceProject(
  project: string,
  fetch: (path: string, init?: RequestInit) => Promise<Response>,
): Promise<void> {
  const body = await readFile(PICTURE);
  const expected = await sandpiper(["invoke", "decode", "--project", project, "--data", `@${PICTURE}`]);
  assert.equal(expected.code, 0, expected.stderr);
  const response = await fetch("/decode", { method: "POST", body });
  const answer = Buffer.from(await response.arrayBuffer());
  assert.equal(response.status, 200, answer.toString());
  assert.deepEqual([answer.length, [...answer.subarray(12)]], [14, [0, 0]], "a call failed");
  assert.ok(new Set(answer.subarray(0, 12)).size > 1, "there is nothing in the picture");
  assert.deepEqual(answer, expected.stdout);
  const trapped = await fetch("/trap");
  const { error } = (await trapped.json()) as { error: { code: string } };
  assert.deepEqual([trapped.status, error.code], [502, "E_GUEST_TRAP"]);
}
