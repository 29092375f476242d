import type { LoadOptions } from "@sandpiper/core";
import { makeGuests } from "../fixtures/guests.ts";
import { ENGINE_GUESTS, type EngineGuestName, guest } from "./engine-guests.ts";

const MIB = 1024 ** 2;

/** One run of a guest, and how it must end. */
export interface EngineCase {
  readonly module: () => Promise<Uint8Array>;
  readonly limits?: LoadOptions["limits"];
  readonly grants?: LoadOptions["grants"];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
  /** The code of its error, or its exit code. A code that loading is refused with begins with `load:`. */
  readonly end: string;
  readonly stdout?: string | Uint8Array;
  readonly stderr?: string;
  /** Bytes that came out, where what they are does not matter. */
  readonly stdoutBytes?: number;
  /** Words of the error. */
  readonly message?: RegExp;
  /** What an engine must have for the case to make sense. */
  readonly needs?: "deadline";
}

const named = (name: EngineGuestName) => () => ENGINE_GUESTS[name];
const file = (name: string) => async () => (await makeGuests())[name]!;
const trap = (name: EngineGuestName, words: string): EngineCase => ({
  module: named(name),
  end: "E_GUEST_TRAP",
  message: new RegExp(`^.* trapped: ${words}$`),
});
const stopped = (name: EngineGuestName): EngineCase => ({
  module: named(name),
  limits: { timeoutMs: 150 },
  end: "E_TIMEOUT",
  message: /150 ms/,
  needs: "deadline",
});
const bomb = (name: EngineGuestName): EngineCase => ({
  module: named(name),
  limits: { memoryBytes: 8 * MIB },
  end: "E_MEMORY_LIMIT",
  message: /8 MiB/,
});
/** Opens `path` in its first folder, to read (2) or to write (64), and ends with the errno. */
const opens =
  (path: string, rights: number, flags = 0) =>
  () =>
    guest(
      `(call $proc_exit (call $path_open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const ${path.length})
      (i32.const ${flags}) (i64.const ${rights}) (i64.const 0) (i32.const 0) (i32.const 8)))`,
      `(data (i32.const 32) "${path}")`,
    );
const header = (version: number) => new Uint8Array([0, 0x61, 0x73, 0x6d, version, 0, 0, 0]);
const damaged = async (): Promise<Uint8Array> => {
  const bytes = (await ENGINE_GUESTS.exit3).slice();
  bytes[bytes.lastIndexOf(0x10)] = 0x6a; // a call becomes an addition of what is not there
  return bytes;
};

const LARGE = new Uint8Array(5 * MIB).map((_, index) => index * 31);
const CREATE_EXCLUSIVE = 5;
const WRITE = 64;
const READ = 2;

/** What a guest may meet, by what it is called. Folders of the host are in `test-engine.ts`: they must be made first. */
export const ENGINE_CASES: Readonly<Record<string, EngineCase>> = {
  "large input and output are the same": { module: named("echo"), stdin: LARGE, end: "0", stdout: LARGE },
  "no input and no output": { module: named("echo"), end: "0", stdout: "" },
  "input that is not read to its end": { module: named("sip"), stdin: LARGE, end: "0", stdoutBytes: 8 },
  "arguments and environment": {
    module: file("tell.wasm"),
    args: ["tell", "", "drei Wörter hier"],
    env: { KEY: "value", EMPTY: "" },
    end: "0",
    stdout: "tell\0\0drei Wörter hier\0",
    stderr: "KEY=value\0EMPTY=\0",
  },
  "an argument that no guest can be told": { module: named("silent"), args: ["a\0b"], end: "E_USAGE" },
  "an exit code": { module: named("exit3"), end: "3" },
  "an exit code of more than 8 bits": { module: file("exit263.wasm"), end: "263" },
  "the trap unreachable": trap("unreachable", "unreachable"),
  "the trap of a wild address": trap("outOfBounds", "out of bounds memory access"),
  "the trap of a division": trap("divide", "integer divide by zero"),
  "the trap of a stack that overflows": trap("recurse", "call stack exhausted"),
  "an exception that nobody catches": trap("throws", "uncaught exception"),
  "output over its limit": {
    module: named("floodOutput"),
    limits: { outputBytes: 100_000 },
    end: "E_GUEST_OUTPUT",
    stdoutBytes: 100_000,
  },
  "output over its limit, and catching what stops it": {
    module: named("floodStubborn"),
    limits: { outputBytes: 100_000 },
    end: "E_GUEST_OUTPUT",
    stdoutBytes: 100_000,
  },
  "logs over their limit": { module: named("floodLog"), limits: { logBytes: 5000 }, end: "0" },
  "a pointer out of its memory": { module: named("wildPointer"), end: "21" },
  "a list out of its memory": { module: named("wildList"), end: "21" },
  "a memory that grows for ever": bomb("growBomb"),
  "several memories that grow for ever": bomb("manyMemories"),
  "a table that grows for ever": bomb("tableBomb"),
  "more memory at first than it may have": {
    module: () => guest("", "", '(memory (export "memory") 200)'),
    limits: { memoryBytes: MIB },
    end: "load:E_MEMORY_LIMIT",
  },
  "a start function that uses WASI": {
    module: () =>
      guest(
        "",
        '(func $early (call $write (i32.const 1) (i32.const 16) (i32.const 2))) (start $early) (data (i32.const 16) "hi")',
      ),
    end: "0",
    stdout: "hi",
  },
  "a deadline, while it computes": stopped("spin"),
  "a deadline, while it sleeps again and again": stopped("sleeper"),
  "a deadline, while it sleeps for an hour": stopped("deepSleeper"),
  "a deadline, with what it logged before": { ...stopped("logAndSpin"), stderr: "log\n" },
  "a folder in memory": {
    module: opens("n", WRITE, CREATE_EXCLUSIVE),
    grants: { directories: [{ guest: "/data" }] },
    end: "0",
  },
  "a folder in memory that is only read": {
    module: opens("n", WRITE, CREATE_EXCLUSIVE),
    grants: { directories: [{ guest: "/data", readOnly: true }] },
    end: "69",
  },
  "a file in memory": {
    module: opens("a/b", READ),
    grants: { directories: [{ guest: "/", files: { "a/b": new Uint8Array(3) } }] },
    end: "0",
  },
  "a way out of a folder": {
    module: opens("../n", READ),
    grants: { directories: [{ guest: "/" }] },
    end: "63",
  },
  "bytes that are no module": {
    module: async () => new TextEncoder().encode("#!/bin/sh\n"),
    end: "load:E_MODULE_INVALID",
  },
  "a module of another version": { module: async () => header(9), end: "load:E_MODULE_INVALID" },
  "a module without _start": { module: async () => header(1), end: "load:E_MODULE_INVALID", message: /_start/ },
  "a module whose code is damaged": { module: damaged, end: "load:E_MODULE_INVALID" },
  "an import that is not granted": {
    module: () => guest("", "", '(import "env" "secret" (func)) (memory 1)'),
    end: "load:E_IMPORT_NOT_GRANTED",
    message: /env\.secret/,
  },
  "inference that is not granted": {
    module: () => guest("", "", '(import "wasi_ephemeral_nn" "load" (func)) (memory 1)'),
    end: "load:E_IMPORT_NOT_GRANTED",
  },
  "a call of WASI that there is not": {
    module: () => guest("", "", '(import "wasi_snapshot_preview1" "fd_wriet" (func)) (memory 1)'),
    end: "load:E_IMPORT_NOT_GRANTED",
    message: /fd_wriet/,
  },
  "a limit that cannot be": { module: named("silent"), limits: { timeoutMs: 0 }, end: "load:E_CONFIG" },
  "two folders of one name": {
    module: named("silent"),
    grants: { directories: [{ guest: "/a" }, { guest: "/a" }] },
    end: "load:E_CONFIG",
  },
};
