import { compileWat } from "../../support/wat.ts";

/** Copies standard input to standard output. */
const CAT = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (func (export "_start")
    (loop $more
      (i32.store (i32.const 0) (i32.const 65536))
      (i32.store (i32.const 4) (i32.const 4096))
      (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
      (if (i32.load (i32.const 8)) (then
        (i32.store (i32.const 4) (i32.load (i32.const 8)))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 12)))
        (br $more))))))`;

/** Writes its arguments, each ended by NUL, to standard output; its environment likewise to standard error. */
const TELL = `(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env_sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (func (export "_start")
    (i32.store (i32.const 16) (i32.const 65536))
    (drop (call $args_sizes (i32.const 0) (i32.const 20)))
    (drop (call $args (i32.const 1024) (i32.const 65536)))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 8)))
    (drop (call $env_sizes (i32.const 0) (i32.const 20)))
    (drop (call $env (i32.const 1024) (i32.const 65536)))
    (drop (call $write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 8)))))`;

/** Opens `file` in its first folder (path_open on descriptor 3) for writing and ends with the errno. */
const WRITE_FILE = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "file")
  (func (export "_start")
    (call $exit (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 1)
      (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))))`;

const exits = (code: number) => `(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.const ${code}))))`;

/** Writes a plain text of at most 255 letters to standard output. */
export const says = (text: string) => `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\${text.length.toString(16).padStart(2, "0")}\\00\\00\\00")
  (data (i32.const 16) "${text.replaceAll("\n", "\\0a")}")
  (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

const TEXTS: Readonly<Record<string, string>> = {
  "cat.wasm": CAT,
  "tell.wasm": TELL,
  "write-file.wasm": WRITE_FILE,
  "exit7.wasm": exits(7),
  "exit263.wasm": exits(263),
  "trap.wasm": '(module (memory (export "memory") 1) (func (export "_start") unreachable))',
  "loop.wasm": '(module (memory (export "memory") 1) (func (export "_start") (loop $l (br $l))))',
  "big.wasm": '(module (memory (export "memory") 100) (func (export "_start")))',
  "import.wasm": '(module (import "env" "secret" (func)) (memory (export "memory") 1) (func (export "_start")))',
};

/** Every guest by its file's name. */
export async function makeGuests(): Promise<Record<string, Uint8Array>> {
  const made: Record<string, Uint8Array> = {};
  for (const [name, text] of Object.entries(TEXTS)) made[name] = await compileWat(text);
  return made;
}
