import assert from "node:assert/strict";
import { test } from "node:test";
import { bindHostCalls } from "./calls/host-calls.ts";
import { Exit } from "./context.ts";
import { createWasi } from "./create-wasi.ts";
import { Errno } from "./errno.ts";
import { createMemoryFileSystem } from "./fs/memory-file-system.ts";
import { createBytesInput, createCollectingOutput } from "./streams.ts";

const PAGE = 65_536;

/** The parameters of each function: a 32-bit number or a 64-bit one. Source: `wasi_snapshot_preview1.witx`. */
const SIGNATURES: Record<string, string> = {
  args_get: "ii",
  args_sizes_get: "ii",
  environ_get: "ii",
  environ_sizes_get: "ii",
  clock_res_get: "ii",
  clock_time_get: "iIi",
  fd_advise: "iIIi",
  fd_allocate: "iII",
  fd_close: "i",
  fd_datasync: "i",
  fd_fdstat_get: "ii",
  fd_fdstat_set_flags: "ii",
  fd_fdstat_set_rights: "iII",
  fd_filestat_get: "ii",
  fd_filestat_set_size: "iI",
  fd_filestat_set_times: "iIIi",
  fd_pread: "iiiIi",
  fd_prestat_get: "ii",
  fd_prestat_dir_name: "iii",
  fd_pwrite: "iiiIi",
  fd_read: "iiii",
  fd_readdir: "iiiIi",
  fd_renumber: "ii",
  fd_seek: "iIii",
  fd_sync: "i",
  fd_tell: "ii",
  fd_write: "iiii",
  path_create_directory: "iii",
  path_filestat_get: "iiiii",
  path_filestat_set_times: "iiiiIIi",
  path_link: "iiiiiii",
  path_open: "iiiiiIIii",
  path_readlink: "iiiiii",
  path_remove_directory: "iii",
  path_rename: "iiiiii",
  path_symlink: "iiiii",
  path_unlink_file: "iii",
  poll_oneoff: "iiii",
  proc_exit: "i",
  proc_raise: "i",
  sched_yield: "",
  random_get: "ii",
  sock_accept: "iii",
  sock_recv: "iiiiii",
  sock_send: "iiiii",
  sock_shutdown: "ii",
};

/** What could end the fuzzing early or make it wait; these are called too, now and then. */
const RARE = new Set(["proc_exit", "proc_raise", "fd_close", "fd_renumber"]);

/** What takes no pointer, or looks at none: no socket is there to fill it from. */
const POINTLESS = [
  "fd_advise",
  "fd_allocate",
  "fd_close",
  "fd_datasync",
  "fd_fdstat_set_flags",
  "fd_fdstat_set_rights",
  "fd_filestat_set_size",
  "fd_filestat_set_times",
  "fd_renumber",
  "fd_sync",
  "proc_exit",
  "proc_raise",
  "sched_yield",
  "sock_accept",
  "sock_recv",
  "sock_send",
  "sock_shutdown",
];

/** A generator that gives the same numbers for the same seed (xorshift32), so that a failure can be had again. */
function createRandom(seed: number) {
  let state = seed | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return { next, pick: <T>(list: readonly T[]) => list[next() % list.length] as T };
}

const PATHS = [
  "file",
  "dir",
  "dir/inner",
  "link",
  ".",
  "..",
  "../x",
  "/abs",
  "dir/",
  "new",
  "dir/../file",
  "",
  "\0",
  "a/b/c",
];
const EDGES_32 = [0, 1, 2, 3, 4, 5, 7, 8, 16, 24, 48, 64, 100, 4096, PAGE - 8, PAGE - 1, PAGE, PAGE + 1];
const WILD_32 = [-1, -2, -8, 2 ** 31 - 1, -(2 ** 31), 2 ** 30, 0x2000_0000, 0x1fff_ffff];
const EDGES_64 = [0n, 1n, 2n, 10n, 100n, 65_536n, 2n ** 20n, 2n ** 30n - 1n, 2n ** 32n, 2n ** 40n, 2n ** 62n];
const WILD_64 = [2n ** 63n - 1n, -1n, -(2n ** 63n), -2n];

function createGuest(random: ReturnType<typeof createRandom>) {
  const directory = createMemoryFileSystem(
    { file: new Uint8Array(100), "dir/inner": new Uint8Array(10) },
    { maxBytes: 2 ** 20 },
  );
  directory.symlink("dir/inner", "link");
  const memory = new WebAssembly.Memory({ initial: 1 });
  const wasi = createWasi({
    args: ["prog", "arg"],
    env: { A: "b" },
    stdin: createBytesInput(new Uint8Array(5000)),
    stdout: createCollectingOutput({ limit: 1000 }),
    preopens: [
      { path: "/", directory },
      { path: "/ro", directory, readOnly: true },
    ],
  });
  wasi.bind(memory);
  const view = new DataView(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  // Something to point at: random bytes, paths, and arrays of buffers good and bad.
  for (let at = 0; at < bytes.length; at += 4) view.setUint32(at, random.next(), true);
  const paths = PATHS.map((path, index) => {
    const encoded = new TextEncoder().encode(path);
    bytes.set(encoded, 1024 + index * 32);
    return [1024 + index * 32, encoded.length] as const;
  });
  for (let at = 2048; at < 4096; at += 8) {
    view.setUint32(at, random.pick([...EDGES_32, ...EDGES_32, ...WILD_32]), true);
    view.setUint32(at + 4, random.next() % 50 === 0 ? random.pick(WILD_32) : random.next() % 64, true);
  }
  // Subscriptions that are due at once, so that nothing waits.
  for (let at = 8192; at < 8192 + 48 * 64; at += 48) {
    bytes.fill(0, at, at + 48);
    view.setUint8(at + 8, random.next() % 3);
    view.setUint32(at + 16, random.next() % 6, true);
  }
  // Files to work on, which random arguments would rarely open with every right.
  for (const [pointer, length] of paths.slice(0, 2)) {
    const open = wasi.imports.path_open as unknown as (...args: unknown[]) => number;
    open(3, 0, pointer, length, 0, 2n ** 30n - 1n, 0n, 0, 64);
  }
  return { wasi, bytes, paths };
}

test("the signatures are those of every function", () => {
  assert.deepEqual(Object.keys(SIGNATURES).sort(), Object.keys(bindHostCalls((call) => call)).sort());
});

test("whatever a guest passes, it gets an errno, and only success changes its memory", () => {
  const errnos = new Set<number>(Object.values(Errno));
  const seen = new Map<string, Set<number>>();
  const names = Object.keys(SIGNATURES);
  for (let seed = 1; seed <= 16; seed += 1) {
    const random = createRandom(seed * 7919);
    let guest = createGuest(random);
    for (let round = 0; round < 2000; round += 1) {
      // What was made and closed meanwhile would leave less and less to do.
      if (round % 250 === 249) guest = createGuest(random);
      const name = random.pick(names);
      if (RARE.has(name) && random.next() % 8 !== 0) continue;
      const args: (number | bigint)[] = [];
      for (const type of SIGNATURES[name] as string) {
        const wild = random.next() % 16 === 0;
        args.push(type === "i" ? random.pick(wild ? WILD_32 : EDGES_32) : random.pick(wild ? WILD_64 : EDGES_64));
      }
      if (random.next() % 4 !== 0) aim(name, args, guest.paths, random);
      // Subscriptions elsewhere are random bytes, which may well ask for a wait of centuries.
      if (name === "poll_oneoff") args[0] = random.pick([8192, 8240, -48, PAGE - 47]);
      if (name === "poll_oneoff" && (args[2] as number) > 60) args[2] = random.pick([-1, 2 ** 31 - 1, 1, 60]);
      const before = guest.bytes.slice();
      const what = `seed ${seed}: ${name}(${args.join(", ")})`;
      let errno: number;
      try {
        errno = (guest.wasi.imports[name] as unknown as (...args: unknown[]) => number)(...args);
      } catch (error) {
        assert.ok(error instanceof Exit && RARE.has(name), `${what} threw ${error}`);
        guest = createGuest(random);
        continue;
      }
      assert.ok(errnos.has(errno), `${what} gave ${errno}`);
      if (errno !== Errno.success) assert.ok(same(guest.bytes, before), `${what} gave ${errno} and wrote`);
      // Times and random bytes would make each run of a seed another one.
      guest.bytes.set(before);
      const results = seen.get(name) ?? new Set();
      seen.set(name, results.add(errno));
    }
    guest.wasi.close();
  }
  // The fuzzing is worth something only if it gets beyond the checks, and into each of them.
  const reached = (errno: number) => names.filter((name) => seen.get(name)?.has(errno));
  const unreached = names.filter((name) => !reached(Errno.success).includes(name));
  assert.deepEqual(unreached, ["proc_exit", "sock_accept", "sock_recv", "sock_send", "sock_shutdown"]);
  const pointless = names.filter((name) => !reached(Errno.fault).includes(name));
  assert.deepEqual(pointless, POINTLESS);
});

/** Makes arguments more likely to mean something: open descriptors, real paths, arrays of buffers. */
function aim(
  name: string,
  args: (number | bigint)[],
  paths: readonly (readonly [number, number])[],
  random: ReturnType<typeof createRandom>,
): void {
  const path = (index: number) => {
    const [pointer, length] = random.next() % 12 === 0 ? [PAGE - 8, 100] : random.pick(paths);
    args[index] = pointer;
    args[index + 1] = length;
  };
  const fd = (index: number) => {
    args[index] = random.next() % 8;
  };
  if (name.startsWith("fd_") || name.startsWith("sock_")) fd(0);
  if (/^fd_p?(read|write)$/.test(name)) {
    args[1] = 2048 + (random.next() % 32) * 8;
    args[2] = random.next() % 4;
  }
  if (name === "fd_renumber") fd(1);
  if (name === "path_symlink") {
    path(0);
    args[2] = 3 + (random.next() % 2);
    path(3);
  } else if (name.startsWith("path_")) {
    const flagged = /^path_(filestat|link|open)/.test(name);
    args[0] = 3 + (random.next() % 2);
    if (flagged) args[1] = random.next() % 2;
    path(flagged ? 2 : 1);
    if (name === "path_link") args[4] = 3;
    if (name === "path_link") path(5);
    if (name === "path_rename") args[3] = 3;
    if (name === "path_rename") path(4);
    if (name === "path_open") args[4] = random.next() % 16;
    if (name === "path_open") args[7] = random.next() % 32;
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
