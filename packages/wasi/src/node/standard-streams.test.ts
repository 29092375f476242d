import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import test, { after } from "node:test";
import { Errno, WasiErrno } from "../errno.ts";
import { createStdin } from "./standard-input.ts";
import { createStderr, createStdout } from "./standard-output.ts";

const linuxOnly = { skip: process.platform === "linux" ? false : "needs Linux" };
const folder = mkdtempSync(join(tmpdir(), "sandpiper-streams-"));
after(() => rmSync(folder, { recursive: true }));

/** A Node program that has the streams, for `sh -c` or spawn. */
function program(body: string): string[] {
  const here = (name: string) => JSON.stringify(new URL(name, import.meta.url));
  const code = `
    import { createStdin } from ${here("./standard-input.ts")};
    import { createStderr, createStdout } from ${here("./standard-output.ts")};
    const stdin = createStdin(), stdout = createStdout(), stderr = createStderr();
    const say = (value) => stdout.write(new TextEncoder().encode(JSON.stringify(value) + "\\n"));
    const buffer = new Uint8Array(65536);
    const read = (size = 65536) => new TextDecoder().decode(buffer.subarray(0, stdin.read(buffer.subarray(0, size))));
    ${body}`;
  return ["--input-type=module", "-e", code];
}

/** Runs the shell, with "$@" standing for Node and the program. */
function shell(line: string, body: string) {
  return spawnSync("sh", ["-c", line, "sh", process.execPath, ...program(body)], { encoding: "utf8", timeout: 60_000 });
}

test("a file is read to its end, and is always ready", () => {
  const path = join(folder, "input");
  writeFileSync(path, "x".repeat(100_000));
  const fd = openSync(path, "r");
  const stdin = createStdin(fd);
  assert.equal(stdin.terminal, false);
  assert.deepEqual(stdin.poll?.(0), { available: 4096, hangup: false });
  const bytes = new Uint8Array(65536);
  assert.equal(stdin.read(new Uint8Array(0)), 0);
  let total = 0;
  for (let count = stdin.read(bytes); count > 0; count = stdin.read(bytes)) total += count;
  assert.equal(total, 100_000);
  assert.deepEqual(stdin.poll?.(0), { available: 0, hangup: true });
  assert.deepEqual(stdin.poll?.(Number.POSITIVE_INFINITY), { available: 0, hangup: true });
  assert.equal(stdin.read(bytes), 0);
  closeSync(fd);
});

test("a descriptor that is not open is badf", () => {
  const bytes = new Uint8Array(1);
  const badf = (error: unknown) => error instanceof WasiErrno && error.errno === Errno.badf;
  assert.throws(() => createStdin(9999).read(bytes), badf);
  assert.throws(() => createStdin(9999).poll?.(0), badf);
  assert.throws(() => createStdout(9999).write(bytes), badf);
  assert.throws(() => createStderr(9999).write(bytes), badf);
});

test("a pipe is waited for, and what poll saw is read first", linuxOnly, async () => {
  for (const stdin of ["pipe", "overlapped"] as const) {
    const child: ChildProcess = spawn(
      process.execPath,
      program(`
        say(stdin.poll(0));
        say(stdin.poll(20));
        say("go");
        say(stdin.poll(Infinity));
        say(read(2));
        say(stdin.poll(0));
        say(read());
        say("more");
        say(read());
        say("end");
        say(stdin.poll(Infinity));
        say(read());
      `),
      { stdio: [stdin, "pipe", "inherit"] },
    );
    let heard = "";
    child.stdout?.setEncoding("utf8").on("data", (some: string) => {
      if (some.includes('"go"')) child.stdin?.write("hello");
      if (some.includes('"more"')) setTimeout(() => child.stdin?.write("world"), 50);
      if (some.includes('"end"')) child.stdin?.end();
      heard += some;
    });
    const [code] = await once(child, "close");
    assert.equal(code, 0);
    assert.deepEqual(
      heard
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
      [
        null,
        null,
        "go",
        { available: 5, hangup: false },
        "he",
        { available: 3, hangup: false },
        "llo",
        "more",
        "world",
        "end",
        { available: 0, hangup: true },
        "",
      ],
    );
  }
});

test("a shell's pipe: polled empty, then full, then ended", linuxOnly, () => {
  const polled = shell(
    `(sleep 1; printf abc; sleep 1) | "$@"`,
    `say(stdin.poll(0)); say(stdin.poll(Infinity)); say(read()); say(stdin.poll(Infinity)); say(read());`,
  );
  assert.equal(polled.stderr, "");
  assert.deepEqual(polled.stdout.trim().split("\n"), [
    "null",
    '{"available":3,"hangup":false}',
    '"abc"',
    '{"available":0,"hangup":true}',
    '""',
  ]);
});

test("a non-blocking stdin is waited for", linuxOnly, async () => {
  // A descriptor is non-blocking for everyone who shares it, so other programs can do this to ours.
  const fifo = join(folder, "fifo");
  assert.equal(spawnSync("mkfifo", [fifo]).status, 0);
  const inOut = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const reader = spawn(process.execPath, program(`say("go"); say(read());`), { stdio: [inOut, "pipe", "inherit"] });
  await once(reader.stdout!, "data");
  setTimeout(() => writeSync(inOut, "hello"), 100);
  assert.equal((await text(reader.stdout!)).trim(), '"hello"');
  closeSync(inOut);
});

test("a slow reader gets every byte of a non-blocking stdout", linuxOnly, async () => {
  const fifo = join(folder, "slow");
  assert.equal(spawnSync("mkfifo", [fifo]).status, 0);
  const inOut = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const slow = spawn("sh", ["-c", `exec < "$FIFO"; echo open; sleep 1; exec wc -c`], {
    env: { ...process.env, FIFO: fifo },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(slow.stdout, "data");
  const writer = spawn(process.execPath, program(`stdout.write(new Uint8Array(1_000_000));`), {
    stdio: ["ignore", inOut, "inherit"],
  });
  closeSync(inOut);
  const counted = text(slow.stdout);
  const [code] = await once(writer, "close");
  assert.equal(code, 0);
  assert.equal(Number(await counted), 1_000_000);
});

test("a reader that is gone is the errno pipe", linuxOnly, () => {
  const gone = shell(
    `( "$@" | true )`,
    `
    const end = performance.now() + 30_000;
    try { while (performance.now() < end) stdout.write(buffer); }
    catch (error) { stderr.write(new TextEncoder().encode(error.name + " " + error.errno)); }`,
  );
  assert.equal(gone.stderr, `WasiErrno ${Errno.pipe}`);
});

test("the null device is at its end", linuxOnly, () => {
  const result = shell(`"$@" < /dev/null`, `say(stdin.poll(0)); say(read()); say(stdin.terminal);`);
  assert.deepEqual(result.stdout.trim().split("\n"), ['{"available":0,"hangup":true}', '""', "false"]);
});

test("a terminal says that it is one", linuxOnly, (t) => {
  const probe = spawnSync("script", ["-qec", "true", "/dev/null"], { stdio: "ignore" });
  if (probe.error) return t.skip("needs the command script");
  const [code] = program(`say([stdin.terminal, stdout.terminal, stderr.terminal, stdin.poll(0)]);`).slice(-1);
  const path = join(folder, "terminal.mjs");
  writeFileSync(path, code!);
  const result = spawnSync("script", ["-qec", `'${process.execPath}' '${path}'`, "/dev/null"], {
    encoding: "utf8",
    stdio: ["pipe", "pipe", "inherit"],
    timeout: 60_000,
  });
  assert.match(result.stdout, /\[true,true,true,/);
});

test("a write that the guest's memory backs goes out as it is", () => {
  const path = join(folder, "out");
  const fd = openSync(path, "w+");
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const bytes = new Uint8Array(memory.buffer, 10, 3);
  bytes.set([1, 2, 3]);
  assert.equal(createStdout(fd).write(bytes), 3);
  assert.equal(createStdout(fd).write(new Uint8Array(0)), 0);
  writeSync(fd, "x");
  closeSync(fd);
  const back = openSync(path, "r");
  assert.equal(createStdin(back).read(bytes), 3);
  assert.deepEqual([...bytes], [1, 2, 3]);
  closeSync(back);
});
