import { compileWat } from "../../support/wat.ts";

const BODY = "hi\n";
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-length: ${BODY.length}\r\nconnection: close\r\n\r\n${BODY}`;

/**
 * A module that answers every connection with `hi`, by WasmEdge's sockets, which are part of its WASI:
 * github.com/WasmEdge/WasmEdge, lib/host/wasi/wasimodule.cpp, of 0.14.
 */
export function compileListeningGuest(port: number): Promise<Uint8Array> {
  return compileWat(`(module
  (import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_bind" (func $bind (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_listen" (func $listen (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_accept" (func $accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_recv" (func $recv (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_send" (func $send (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  ;; 0: a descriptor; 8: pointer and length of the address, which is at 16; 32: pointer and length of what is read or written; 64: the answer; 1024: the request
  (data (i32.const 8) "\\10\\00\\00\\00\\04\\00\\00\\00")
  (data (i32.const 64) ${toWatString(ANSWER)})
  (func $must (param $errno i32) (if (local.get $errno) (then (call $exit (local.get $errno)))))
  (func $range (param $pointer i32) (param $length i32)
    (i32.store (i32.const 32) (local.get $pointer))
    (i32.store (i32.const 36) (local.get $length)))
  (func (export "_start") (local $server i32) (local $client i32)
    (call $must (call $open (i32.const 1) (i32.const 2) (i32.const 0)))
    (local.set $server (i32.load (i32.const 0)))
    (call $must (call $bind (local.get $server) (i32.const 8) (i32.const ${port})))
    (call $must (call $listen (local.get $server) (i32.const 16)))
    (loop $next
      (call $must (call $accept (local.get $server) (i32.const 0) (i32.const 0)))
      (local.set $client (i32.load (i32.const 0)))
      (call $range (i32.const 1024) (i32.const 4096))
      (drop (call $recv (local.get $client) (i32.const 32) (i32.const 1) (i32.const 0) (i32.const 48) (i32.const 52)))
      (call $range (i32.const 64) (i32.const ${ANSWER.length}))
      (drop (call $send (local.get $client) (i32.const 32) (i32.const 1) (i32.const 0) (i32.const 48)))
      (drop (call $close (local.get $client)))
      (br $next))))`);
}

function toWatString(text: string): string {
  return `"${[...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("")}"`;
}
