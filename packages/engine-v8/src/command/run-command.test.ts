import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ENGINE_GUESTS, type EngineGuestName, guest } from "@sandpiper/testkit";

const MIB = 1024 ** 2;
let folder = "";
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpiper-command-"));
});
after(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  /** What the command's process reported of the guest's end. */
  readonly report: { exitCode: number | null; code?: string; message?: string; backtrace?: string; threw?: true };
}

const DRIVER = `
  import { readFileSync } from "node:fs";
  import { runCommand, TRAP_EXIT_CODE } from "${new URL("./run-command.ts", import.meta.url).href}";
  const { file, ...options } = JSON.parse(process.argv[2]);
  const tell = (report) => process.stderr.write(JSON.stringify(report));
  try {
    const { exitCode, error, backtrace } = await runCommand({ module: readFileSync(file), args: ["guest"], ...options });
    tell({ exitCode, backtrace, code: error?.code, message: error?.message });
    process.exit(exitCode ?? (error.code === "E_GUEST_TRAP" ? TRAP_EXIT_CODE : 1));
  } catch (error) {
    tell({ exitCode: null, threw: true, code: error.code, message: error.message });
    process.exit(2);
  }`;

async function start(wasm: Uint8Array, options: object): Promise<ChildProcess> {
  const file = join(folder, "guest.wasm");
  const driver = join(folder, "driver.mts");
  await Promise.all([writeFile(file, wasm), writeFile(driver, DRIVER)]);
  const args = ["--conditions=sandpiper-source", driver, JSON.stringify({ name: "guest", file, ...options })];
  return spawn(process.execPath, args, { stdio: "pipe", timeout: 60_000, killSignal: "SIGKILL" });
}

/** @param stdin null leaves it open and silent */
async function run(
  name: EngineGuestName | Uint8Array,
  options: object = {},
  stdin: Uint8Array | null = null,
): Promise<Ended> {
  const child = await start(typeof name === "string" ? await ENGINE_GUESTS[name] : name, options);
  const [stdout, stderr]: Buffer[][] = [[], []];
  child.stdout!.on("data", (part) => stdout!.push(part));
  child.stderr!.on("data", (part) => stderr!.push(part));
  child.stdin!.on("error", () => {}); // the guest need not read it
  if (stdin) child.stdin!.end(stdin);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout: Buffer.concat(stdout!), report: JSON.parse(Buffer.concat(stderr!).toString()) };
}

for (const [where, options] of [
  ["in the main thread", {}],
  ["in a worker", { timeoutMs: 50_000 }],
] as const) {
  test(`standard streams are the process's own, ${where}`, async () => {
    const body = new Uint8Array(3 * MIB).map((_, index) => index * 13);
    const echoed = await run("echo", options, body);
    assert.equal(echoed.code, 0);
    assert.equal(Buffer.compare(echoed.stdout, body), 0);
  });

  test(`the exit code is the guest's, ${where}`, async () => {
    assert.equal((await run("exit3", options)).code, 3);
    assert.equal((await run("silent", options)).code, 0);
  });

  test(`a trap comes with its stack, ${where}`, async () => {
    const { code, report } = await run("unreachable", options);
    assert.equal(code, 134);
    assert.deepEqual([report.code, report.message], ["E_GUEST_TRAP", "guest trapped: unreachable"]);
    assert.match(report.backtrace ?? "", /0: boom .*\n.*1: main /s);
  });

  test(`what cannot begin is refused, ${where}`, async () => {
    const { report } = await run(new TextEncoder().encode("#!/bin/sh\n"), options);
    assert.deepEqual([report.threw, report.code], [true, "E_MODULE_INVALID"]);
    const folders = { directories: [{ guest: "/", host: join(folder, "missing") }] };
    const missing = await run("silent", { ...options, ...folders });
    assert.deepEqual([missing.report.threw, missing.report.code], [true, "E_CONFIG"]);
  });
}

for (const name of ["spin", "deepSleeper", "echo"] as const) {
  test(`a deadline ends it, and the process with it: ${name}`, async () => {
    const { code, report } = await run(name, { timeoutMs: 200 });
    assert.deepEqual([code, report.code], [1, "E_TIMEOUT"]);
  });
}

test("memory is capped when it is said, and a whole address space otherwise", async () => {
  const capped = await run("growBomb", { memoryBytes: 4 * MIB });
  assert.equal(capped.report.code, "E_MEMORY_LIMIT");
  const roomy = await guest("(call $proc_exit (memory.grow (i32.const 16384)))");
  assert.equal((await run(roomy)).code, 1);
});

test("a folder of the host is there, and read only when it is said", async () => {
  await writeFile(join(folder, "note"), "x");
  // Ends with the errno of opening "note" to write.
  const opener = await guest(
    `(call $proc_exit (call $path_open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 4) (i32.const 0)
      (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 8)))`,
    '(data (i32.const 32) "note")',
  );
  const granted = (readOnly: boolean) => ({ directories: [{ guest: "/", host: folder, readOnly }] });
  assert.equal((await run(opener, granted(false))).code, 0);
  assert.notEqual((await run(opener, granted(true))).code, 0);
});
