import assert from "node:assert/strict";
import { test } from "node:test";
import { driveGuest, errnoName } from "../driven-guest.fixture.ts";
import { Errno, WasiErrno } from "../errno.ts";
import { Fdflags, Oflags } from "../flags.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { createBytesInput, createCollectingOutput, type InputStream } from "../streams.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const preopened = (files: Record<string, Uint8Array> = {}) => ({
  preopens: [{ path: "/", directory: createMemoryFileSystem(files) }],
});

test("standard output takes buffer after buffer", () => {
  const stdout = createCollectingOutput({ limit: 100 });
  const stderr = createCollectingOutput({ limit: 100 });
  const guest = driveGuest({ stdout, stderr });
  const [buffers, count] = guest.buffers(guest.put("hel"), [0, 0], guest.put("lo"));
  guest.must("fd_write", 1, buffers, count, guest.result);
  assert.equal(guest.u32(), 5);
  assert.equal(guest.write(2, "oh"), 2);
  assert.equal(new TextDecoder().decode(stdout.bytes()), "hello");
  assert.equal(new TextDecoder().decode(stderr.bytes()), "oh");
});

test("a bad pointer anywhere means that nothing is written or read", () => {
  const stdout = createCollectingOutput({ limit: 100 });
  const stdin = createBytesInput(encode("input"));
  const guest = driveGuest({ stdin, stdout });
  const end = guest.memory.buffer.byteLength;
  const good = guest.put("good");
  const faults = [
    [...guest.buffers(good, [end - 1, 2]), guest.result],
    [...guest.buffers(good), end - 3],
    [end - 4, 1, guest.result],
    [good[0], 2 ** 30, guest.result],
  ] as const;
  for (const args of faults) {
    assert.equal(errnoName(guest.call("fd_write", 1, ...args)), "fault");
    assert.equal(errnoName(guest.call("fd_read", 0, ...args)), "fault");
  }
  assert.equal(stdout.bytes().length, 0);
  assert.equal(guest.read(0), "input");
});

test("a short write of a stream is the guest's short write", () => {
  const taken: string[] = [];
  const guest = driveGuest({
    stdout: {
      write(from) {
        taken.push(new TextDecoder().decode(from.slice(0, 2)));
        return Math.min(from.length, 2);
      },
    },
  });
  const [buffers, count] = guest.buffers(guest.put("ab"), guest.put("cde"), guest.put("f"));
  guest.must("fd_write", 1, buffers, count, guest.result);
  assert.equal(guest.u32(), 4);
  assert.deepEqual(taken, ["ab", "cd"]);
});

test("an error after some bytes is a short count, and an error the next time", () => {
  let writes = 0;
  const guest = driveGuest({
    stdout: {
      write(from) {
        writes += 1;
        if (writes > 1) throw new WasiErrno(Errno.pipe);
        return from.length;
      },
    },
  });
  const [buffers, count] = guest.buffers(guest.put("ab"), guest.put("cd"));
  guest.must("fd_write", 1, buffers, count, guest.result);
  assert.equal(guest.u32(), 2);
  assert.equal(guest.write(1, "cd"), "pipe");
});

test("standard input fills buffer after buffer, and then is at its end", () => {
  const guest = driveGuest({ stdin: createBytesInput(encode("hello world")) });
  const [one, two] = [guest.room(4), guest.room(4)];
  const [buffers, count] = guest.buffers([one, 4], [0, 0], [two, 4]);
  guest.must("fd_read", 0, buffers, count, guest.result);
  assert.equal(guest.u32(), 8);
  assert.equal(guest.text(one, 4) + guest.text(two, 4), "hello wo");
  assert.equal(guest.read(0), "rld");
  assert.equal(guest.read(0), "");
});

test("a stream that might block is read once, or asked first", () => {
  let reads = 0;
  const read = (into: Uint8Array) => {
    reads += 1;
    return into.fill(65).length;
  };
  const drive = (stdin: InputStream) => {
    const guest = driveGuest({ stdin });
    reads = 0;
    const [buffers, count] = guest.buffers([guest.room(4), 4], [guest.room(4), 4]);
    guest.must("fd_read", 0, buffers, count, guest.result);
    return [reads, guest.u32()];
  };
  assert.deepEqual(drive({ read }), [1, 4]);
  assert.deepEqual(drive({ read, poll: () => null }), [1, 4]);
  assert.deepEqual(drive({ read, poll: () => ({ available: 9, hangup: false }) }), [2, 8]);
});

test("a non-blocking read of a stream with nothing there says again", () => {
  let ready = false;
  const guest = driveGuest({
    stdin: { read: (into) => into.fill(65).length, poll: () => (ready ? { available: 1, hangup: false } : null) },
  });
  guest.must("fd_fdstat_set_flags", 0, Fdflags.nonblock);
  const buffers = guest.buffers([guest.room(4), 4]);
  assert.equal(errnoName(guest.call("fd_read", 0, ...buffers, guest.result)), "again");
  ready = true;
  guest.must("fd_read", 0, ...buffers, guest.result);
});

test("streams go one way and have no position", () => {
  const guest = driveGuest();
  const buffers = guest.buffers(guest.put("x"));
  const calls = {
    "fd_read of an output": guest.call("fd_read", 1, ...buffers, guest.result),
    "fd_write of an input": guest.call("fd_write", 0, ...buffers, guest.result),
    fd_pread: guest.call("fd_pread", 0, ...buffers, 0n, guest.result),
    fd_pwrite: guest.call("fd_pwrite", 1, ...buffers, 0n, guest.result),
    fd_seek: guest.call("fd_seek", 0, 0n, 0, guest.result),
    fd_tell: guest.call("fd_tell", 0, guest.result),
  };
  assert.deepEqual(Object.values(calls).map(errnoName), [
    "notcapable",
    "notcapable",
    "spipe",
    "spipe",
    "spipe",
    "spipe",
  ]);
  assert.equal(guest.write(77, "x"), "badf");
  assert.equal(guest.write(-1, "x"), "badf");
});

test("a guest with no streams reads the end and writes into nothing", () => {
  const guest = driveGuest();
  assert.equal(guest.read(0), "");
  assert.equal(guest.write(1, "gone"), 4);
});

test("files are read and written at a position that moves along", () => {
  const guest = driveGuest(preopened({ file: encode("0123456789") }));
  const fd = guest.opened("file");
  assert.equal(guest.read(fd, 3), "012");
  assert.equal(guest.write(fd, "abc"), 3);
  assert.equal(guest.read(fd), "6789");
  assert.equal(guest.read(fd), "");
  guest.must("fd_seek", fd, 0n, 0, guest.result);
  assert.equal(guest.read(fd), "012abc6789");
});

test("pread and pwrite leave the position alone", () => {
  const guest = driveGuest(preopened({ file: encode("0123456789") }));
  const fd = guest.opened("file");
  guest.must("fd_pwrite", fd, ...guest.buffers(guest.put("ab")), 8n, guest.result);
  assert.equal(guest.u32(), 2);
  const at = guest.room(8);
  guest.must("fd_pread", fd, ...guest.buffers([at, 2], [at + 2, 6]), 6n, guest.result);
  assert.equal(guest.text(at, guest.u32()), "67ab");
  assert.equal(guest.read(fd, 2), "01");
  guest.must("fd_pread", fd, ...guest.buffers([at, 2]), 2n ** 62n, guest.result);
  assert.equal(guest.u32(), 0);
  assert.equal(errnoName(guest.call("fd_pread", fd, ...guest.buffers([at, 2]), -1n, guest.result)), "inval");
  assert.equal(errnoName(guest.call("fd_pwrite", fd, ...guest.buffers([at, 2]), -1n, guest.result)), "inval");
});

test("append writes at the end wherever the position was, until it is switched off", () => {
  const guest = driveGuest(preopened({ file: encode("01234") }));
  const fd = guest.opened("file", { fdflags: Fdflags.append });
  const other = guest.opened("file", { fdflags: Fdflags.append });
  assert.equal(guest.write(fd, "ab"), 2);
  assert.equal(guest.write(other, "cd"), 2);
  assert.equal(guest.write(fd, "ef"), 2);
  guest.must("fd_tell", fd, guest.result);
  assert.equal(guest.u64(), 11n);
  guest.must("fd_pwrite", fd, ...guest.buffers(guest.put("X")), 0n, guest.result);
  guest.must("fd_fdstat_set_flags", fd, 0);
  guest.must("fd_seek", fd, 1n, 0, guest.result);
  assert.equal(guest.write(fd, "Y"), 1);
  guest.must("fd_seek", fd, 0n, 0, guest.result);
  assert.equal(guest.read(fd), "XY234abcdef");
});

test("reading needs the right to read, writing that to write", () => {
  const guest = driveGuest(preopened({ file: encode("01234") }));
  const reader = guest.open("file", { rights: 2n }) as number;
  const writer = guest.open("file", { rights: 64n, oflags: Oflags.creat }) as number;
  const buffers = guest.buffers(guest.put("x"));
  assert.equal(guest.write(reader, "x"), "notcapable");
  assert.equal(errnoName(guest.call("fd_read", writer, ...buffers, guest.result)), "notcapable");
  assert.equal(guest.read(reader, 2), "01");
  assert.equal(errnoName(guest.call("fd_pread", reader, ...buffers, 0n, guest.result)), "notcapable", "wants fd_seek");
  assert.equal(errnoName(guest.call("fd_pwrite", writer, ...buffers, 0n, guest.result)), "notcapable", "wants fd_seek");
});

test("directories are neither read nor written", () => {
  const guest = driveGuest(preopened());
  const buffers = guest.buffers(guest.put("x"));
  assert.equal(errnoName(guest.call("fd_read", 3, ...buffers, guest.result)), "isdir");
  assert.equal(errnoName(guest.call("fd_write", 3, ...buffers, guest.result)), "isdir");
  assert.equal(errnoName(guest.call("fd_pread", 3, ...buffers, 0n, guest.result)), "isdir");
  assert.equal(errnoName(guest.call("fd_pwrite", 3, ...buffers, 0n, guest.result)), "isdir");
});

test("a file written far away costs nothing but an errno", () => {
  const guest = driveGuest(preopened());
  const fd = guest.opened("file", { oflags: Oflags.creat });
  guest.must("fd_seek", fd, 2n ** 40n, 0, guest.result);
  assert.equal(guest.write(fd, "x"), "fbig");
  guest.must("fd_seek", fd, 2n ** 63n - 1n, 0, guest.result);
  assert.equal(guest.write(fd, "x"), "fbig");
  assert.equal(guest.fdStat(fd).size, 0n);
});

test("synchronous flags set later sync each write", () => {
  const directory = createMemoryFileSystem({ file: encode("") });
  const synced: boolean[] = [];
  const openFile = directory.openFile.bind(directory);
  directory.openFile = (name, options) => {
    const file = openFile(name, options);
    file.sync = (dataOnly) => synced.push(dataOnly);
    return file;
  };
  const guest = driveGuest({ preopens: [{ path: "/", directory }] });
  const fd = guest.opened("file");
  guest.write(fd, "a");
  guest.must("fd_fdstat_set_flags", fd, Fdflags.dsync);
  guest.write(fd, "b");
  guest.must("fd_fdstat_set_flags", fd, Fdflags.sync | Fdflags.append);
  guest.write(fd, "c");
  assert.deepEqual(synced, [true, false]);
  // One that was opened so does it by itself.
  const opened = guest.opened("file", { fdflags: Fdflags.sync });
  guest.write(opened, "d");
  assert.equal(synced.length, 2);
});
