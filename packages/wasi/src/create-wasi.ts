import { bindHostCalls } from "./calls/host-calls.ts";
import { type Context, Exit, type HostCall } from "./context.ts";
import { type Descriptor, DescriptorTable, DirectoryHandle } from "./descriptors.ts";
import { WasiErrno } from "./errno.ts";
import { GuestMemory } from "./guest-memory.ts";
import { CHANGING_RIGHTS, DIRECTORY_RIGHTS, INHERITING_RIGHTS, INPUT_RIGHTS, OUTPUT_RIGHTS } from "./rights.ts";
import type { InputStream, OutputStream } from "./streams.ts";
import { StringList } from "./string-list.ts";
import type { Preopen, Wasi, WasiOptions } from "./wasi.ts";

type Import = (...args: never[]) => unknown;

const EMPTY_INPUT: InputStream = { read: () => 0, poll: () => ({ available: 0, hangup: true }) };
const NO_OUTPUT: OutputStream = { write: (from) => from.length };
const ENCODER = new TextEncoder();

/**
 * Makes one guest's WASI. It takes the preopened directories over and closes them.
 * @throws TypeError when an argument, a variable or a path could not be told to a guest unchanged
 */
export function createWasi(options: WasiOptions = {}): Wasi {
  const context: Context = {
    memory: new GuestMemory(),
    descriptors: new DescriptorTable(openAtStart(options)),
    args: new StringList(options.args ?? [], "an argument"),
    environ: new StringList(toVariables(options.env ?? {}), "an environment variable"),
    createdMs: performance.now(),
    stopped: null,
  };
  let started = false;
  return {
    imports: bindHostCalls((call) => toImport(context, call)),
    bind: (memory) => context.memory.bind(memory),
    start(instance) {
      if (started) throw new Error("this WASI has run a guest already: make one for each instance");
      started = true;
      const { _start: run, memory } = instance.exports;
      if (typeof run !== "function") throw new Error("the module exports no function _start: it is not a WASI command");
      if (!context.memory.bound && memory instanceof WebAssembly.Memory) context.memory.bind(memory);
      return runToEnd(context, run as () => void);
    },
    close: () => context.descriptors.closeAll(),
  };
}

/** The exit code. What stopped the guest counts even if the guest caught it and went on to something else. */
function runToEnd(context: Context, run: () => void): number {
  try {
    run();
  } catch (error) {
    if (context.stopped === null) throw error;
  }
  if (context.stopped === null) return 0;
  const { reason } = context.stopped;
  if (reason instanceof Exit) return reason.code;
  throw reason;
}

/** The one place where a host call's errors part: a `WasiErrno` answers the guest, anything else ends it for good. */
function toImport(context: Context, call: HostCall): Import {
  const unchecked = call as (context: Context, ...args: unknown[]) => number;
  // No call has more than nine parameters; naming them costs less than collecting them.
  return (
    a?: unknown,
    b?: unknown,
    c?: unknown,
    d?: unknown,
    e?: unknown,
    f?: unknown,
    g?: unknown,
    h?: unknown,
    i?: unknown,
  ) => {
    if (context.stopped !== null) throw context.stopped.reason;
    try {
      return unchecked(context, a, b, c, d, e, f, g, h, i);
    } catch (error) {
      if (error instanceof WasiErrno) return error.errno;
      context.stopped = { reason: error };
      throw error;
    }
  };
}

function openAtStart({ stdin, stdout, stderr, preopens }: WasiOptions): Descriptor[] {
  const open: Descriptor[] = [
    { kind: "input", stream: stdin ?? EMPTY_INPUT, rights: INPUT_RIGHTS, inheriting: 0, flags: 0 },
    { kind: "output", stream: stdout ?? NO_OUTPUT, rights: OUTPUT_RIGHTS, inheriting: 0, flags: 0 },
    { kind: "output", stream: stderr ?? NO_OUTPUT, rights: OUTPUT_RIGHTS, inheriting: 0, flags: 0 },
  ];
  for (const preopen of preopens ?? []) open.push(toDescriptor(preopen));
  return open;
}

function toDescriptor({ path, directory, readOnly = false }: Preopen): Descriptor {
  if (path === "" || path.includes("\0"))
    throw new TypeError("a preopened path must not be empty or contain a NUL character");
  const kept = readOnly ? ~CHANGING_RIGHTS : ~0;
  return {
    kind: "directory",
    handle: new DirectoryHandle(directory),
    rights: DIRECTORY_RIGHTS & kept,
    inheriting: INHERITING_RIGHTS & kept,
    flags: 0,
    readOnly,
    parentIno: null,
    preopen: ENCODER.encode(path),
    listing: null,
  };
}

function toVariables(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => {
    if (name === "" || name.includes("=")) throw new TypeError(`"${name}" cannot name an environment variable`);
    return `${name}=${value}`;
  });
}
