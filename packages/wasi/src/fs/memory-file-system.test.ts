import assert from "node:assert/strict";
import { test } from "node:test";
import { Errno, WasiErrno } from "../errno.ts";
import { Filetype, type FsDirectory, type FsFile } from "./file-system.ts";
import { createMemoryFileSystem } from "./memory-file-system.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : new TextDecoder().decode(bytes));

function fails(errno: Errno, action: () => unknown, message?: string): void {
  assert.throws(action, (error) => error instanceof WasiErrno && error.errno === errno, message);
}

function open(directory: FsDirectory, name: string): FsFile {
  const options = { read: true, write: true, create: true, exclusive: false, truncate: false, sync: "none" } as const;
  return directory.openFile(name, options);
}

function read(file: FsFile): string {
  const into = new Uint8Array(100);
  return new TextDecoder().decode(into.subarray(0, file.read(into, 0n)));
}

test("files are given by relative path, and can be read back", () => {
  const fs = createMemoryFileSystem({ a: encode("1"), "dir/b": encode("2"), "dir/deep/c": encode("3") });
  assert.deepEqual(
    fs.list().map(({ name, filetype }) => [name, filetype]),
    [
      ["a", Filetype.regularFile],
      ["dir", Filetype.directory],
    ],
  );
  assert.equal(decode(fs.readFile("dir/deep/c")), "3");
  assert.equal(fs.readFile("dir"), undefined);
  assert.equal(fs.readFile("dir/x/y"), undefined);
  assert.equal(fs.readFile("a/b"), undefined);
  const dir = fs.openDirectory("dir");
  open(dir, "new").append(encode("4"));
  dir.symlink("new", "link");
  assert.deepEqual([...fs.files()].map(([path, bytes]) => `${path}=${decode(bytes)}`).sort(), [
    "a=1",
    "dir/b=2",
    "dir/deep/c=3",
    "dir/new=4",
  ]);
});

test("paths that are none are refused, and so are limits", () => {
  for (const path of ["", "/a", "a/", "a//b", "./a", "a/../b", "a\0"]) {
    assert.throws(() => createMemoryFileSystem({ [path]: new Uint8Array(0) }), TypeError, path);
  }
  assert.throws(() => createMemoryFileSystem({ a: new Uint8Array(0), "a/b": new Uint8Array(0) }), TypeError);
  assert.throws(() => createMemoryFileSystem({ "a/b": new Uint8Array(0), a: new Uint8Array(0) }), TypeError);
  assert.throws(() => createMemoryFileSystem({}, { maxBytes: -1 }), RangeError);
  assert.throws(() => createMemoryFileSystem({}, { maxEntries: 1.5 }), RangeError);
  assert.throws(() => createMemoryFileSystem({ "a/b": new Uint8Array(0) }, { maxEntries: 1 }), RangeError);
});

test("given bytes are neither copied nor changed", () => {
  const given = encode("hello");
  const fs = createMemoryFileSystem({ one: given, two: given, three: given });
  open(fs, "one").write(encode("J"), 0n);
  open(fs, "two").setSize(2n);
  open(fs, "three").append(encode("!"));
  assert.deepEqual(
    ["one", "two", "three"].map((name) => decode(fs.readFile(name))),
    ["Jello", "he", "hello!"],
  );
  assert.equal(decode(given), "hello");
  const copy = fs.readFile("one");
  copy?.fill(0);
  assert.equal(decode(fs.readFile("one")), "Jello");
});

test("what lies between the end and a write is zeros, also where there was something once", () => {
  const fs = createMemoryFileSystem();
  const file = open(fs, "file");
  file.write(encode("0123456789"), 0n);
  file.setSize(9n);
  file.setSize(3n);
  file.write(encode("x"), 6n);
  assert.equal(read(file), "012\0\0\0x");
  file.setSize(8n);
  assert.equal(read(file), "012\0\0\0x\0");
  assert.equal(file.read(new Uint8Array(4), 8n), 0);
  assert.equal(file.read(new Uint8Array(4), 2n ** 63n), 0);
});

test("files larger than the limit are fbig, all of them together nospc, and a failed write changes nothing", () => {
  const fs = createMemoryFileSystem({ given: new Uint8Array(500) }, { maxBytes: 1000 });
  const file = open(fs, "file");
  fails(Errno.fbig, () => file.write(encode("x"), 1000n));
  fails(Errno.fbig, () => file.setSize(2n ** 40n));
  fails(Errno.fbig, () => file.write(encode("x"), 2n ** 63n - 1n));
  file.setSize(900n);
  const other = open(fs, "other");
  other.write(new Uint8Array(100), 0n);
  fails(Errno.nospc, () => other.append(encode("x")));
  fails(Errno.nospc, () => open(fs, "given").write(encode("x"), 0n), "changing a given file copies it");
  fails(Errno.nospc, () => fs.symlink("target", "link"));
  assert.equal(other.stat().size, 100n);
  assert.equal(fs.readFile("given")?.length, 500);
  file.setSize(400n);
  open(fs, "given").write(encode("x"), 0n);
  fails(Errno.nospc, () => other.append(encode("x")));
});

test("room comes back when a file is cut off, replaced, or gone and closed", () => {
  const fs = createMemoryFileSystem({}, { maxBytes: 1000 });
  const fill = (name: string) => {
    const file = open(fs, name);
    file.setSize(1000n);
    return file;
  };
  for (let round = 0; round < 3; round += 1) {
    fill("a").close();
    fs.removeFile("a");
    const held = fill("b");
    fs.removeFile("b");
    const other = open(fs, "c");
    fails(Errno.nospc, () => other.setSize(1000n), "it is still open");
    other.close();
    held.close();
    held.close();
    fill("c").close();
    open(fs, "d").close();
    fs.rename("d", fs, "c");
    const cut = fill("e");
    cut.setSize(0n);
    fs.symlink("x".repeat(1000), "link");
    fs.removeFile("link");
    fs.removeFile("e");
    cut.close();
  }
  fill("last");
});

test("memory given back is really given back", () => {
  const fs = createMemoryFileSystem({}, { maxBytes: 2 ** 20 });
  const before = process.memoryUsage().arrayBuffers;
  for (let index = 0; index < 200; index += 1) {
    const file = open(fs, `file${index}`);
    file.setSize(2n ** 19n);
    file.setSize(1n);
  }
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 150 * 2 ** 20, "files kept what they no longer hold");
  // Whether or not garbage was collected, what the files hold is little.
  const held = [...fs.files().values()].reduce((sum, bytes) => sum + bytes.length, 0);
  assert.equal(held, 200);
});

test("there is an end to names, and they come back", () => {
  const fs = createMemoryFileSystem({ a: new Uint8Array(0) }, { maxEntries: 3 });
  fs.createDirectory("dir");
  fs.link("a", fs, "b");
  fails(Errno.nospc, () => open(fs, "c"));
  fails(Errno.nospc, () => fs.createDirectory("c"));
  fails(Errno.nospc, () => fs.symlink("a", "c"));
  fails(Errno.nospc, () => fs.link("a", fs, "c"));
  fs.rename("b", fs, "c");
  assert.deepEqual(
    fs.list().map(({ name }) => name),
    ["a", "dir", "c"],
  );
  fs.removeDirectory("dir");
  fs.symlink("a", "b");
  fs.rename("b", fs, "a");
  open(fs, "d");
  fails(Errno.nospc, () => open(fs, "e"));
});

test("renaming over a name of the same file leaves both", () => {
  const fs = createMemoryFileSystem({ a: encode("1") });
  fs.link("a", fs, "b");
  fs.rename("a", fs, "b");
  assert.deepEqual(
    fs.list().map(({ name }) => name),
    ["a", "b"],
  );
  assert.equal(fs.statOf("a").nlink, 2n);
});

test("no directory is moved into itself, or into another file system", () => {
  const fs = createMemoryFileSystem({ "a/b/c/file": new Uint8Array(0) });
  const b = fs.openDirectory("a").openDirectory("b");
  fails(Errno.inval, () => fs.rename("a", b, "x"));
  fails(Errno.inval, () => fs.rename("a", fs.openDirectory("a"), "x"));
  fails(Errno.xdev, () => fs.rename("a", createMemoryFileSystem(), "x"));
  fails(Errno.xdev, () => fs.link("a", createMemoryFileSystem(), "x"));
  b.rename("c", fs, "c");
  fs.rename("a", fs.openDirectory("c"), "a");
  assert.deepEqual([...fs.files().keys()], ["c/file"]);
});

test("times: of content, of names, and as set", () => {
  const fs = createMemoryFileSystem({ file: encode("1") });
  const file = open(fs, "file");
  file.setTimes({ atim: 1n, mtim: 2n });
  fs.setTimes({ atim: 1n, mtim: 2n });
  assert.deepEqual([file.stat().atim, file.stat().mtim], [1n, 2n]);
  read(file);
  assert.ok(file.stat().atim > 2n);
  assert.equal(file.stat().mtim, 2n);
  file.append(encode("2"));
  assert.ok(file.stat().mtim > 2n);
  assert.equal(fs.stat().mtim, 2n);
  fs.createDirectory("dir");
  assert.ok(fs.stat().mtim > 2n);
  fs.setTimesOf("dir", { mtim: 5n });
  assert.equal(fs.statOf("dir").mtim, 5n);
  fails(Errno.noent, () => fs.setTimesOf("missing", { mtim: 5n }));
});

test("inodes are told apart, and so are file systems", () => {
  const fs = createMemoryFileSystem({ a: encode("1"), b: encode("1") });
  const inodes = [fs.stat().ino, fs.statOf("a").ino, fs.statOf("b").ino];
  assert.equal(new Set(inodes).size, 3);
  assert.equal(fs.statOf("a").dev, fs.stat().dev);
  assert.notEqual(createMemoryFileSystem().stat().dev, fs.stat().dev);
});
