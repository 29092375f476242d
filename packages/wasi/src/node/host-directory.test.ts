import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Errno, WasiErrno } from "../errno.ts";
import { Filetype, type FsDirectory, type OpenFileOptions } from "../fs/file-system.ts";
import { createHostDirectory } from "./host-directory.ts";

const READ: OpenFileOptions = {
  read: true,
  write: false,
  create: false,
  exclusive: false,
  truncate: false,
  sync: "none",
};
const WRITE: OpenFileOptions = { ...READ, read: false, write: true };

const linux = process.platform === "linux";
const linuxOnly = { skip: linux ? false : "needs Linux" };

function fails(errno: Errno, ...calls: (() => unknown)[]): void {
  for (const call of calls) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof WasiErrno, String(error));
      assert.equal(error.errno, errno, call.toString());
      return true;
    });
  }
}

function readAll(directory: FsDirectory, name: string): string {
  const file = directory.openFile(name, READ);
  try {
    const bytes = new Uint8Array(64);
    return new TextDecoder().decode(bytes.subarray(0, file.read(bytes, 0n)));
  } finally {
    file.close();
  }
}

/** base/inside is what the guest gets, base/outside holds the secret. */
let base: string;
let inside: string;
let outside: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "sandpiper-host-"));
  inside = join(base, "inside");
  outside = join(base, "outside");
  for (const folder of [inside, outside]) {
    mkdirSync(join(folder, "sub"), { recursive: true });
    writeFileSync(join(folder, "file"), folder === inside ? "public" : "SECRET");
    writeFileSync(join(folder, "sub", "file"), folder === inside ? "public" : "SECRET");
  }
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

for (const by of linux ? (["descriptor", "path"] as const) : (["path"] as const)) {
  describe(`a host directory by ${by}`, () => {
    let root: FsDirectory;
    beforeEach(() => {
      root = createHostDirectory(inside, { by });
    });
    afterEach(() => root.close());

    test("refuses every name that is a path", () => {
      for (const name of ["..", ".", "", "../outside/file", "/etc/passwd", "sub/file", "a\0b"]) {
        fails(
          Errno.notcapable,
          () => root.statOf(name),
          () => root.openDirectory(name),
          () => root.openFile(name, READ),
          () => root.createDirectory(name),
          () => root.removeFile(name),
          () => root.removeDirectory(name),
          () => root.rename("file", root, name),
          () => root.rename(name, root, "x"),
          () => root.link("file", root, name),
          () => root.symlink("x", name),
          () => root.readLink(name),
          () => root.setTimesOf(name, { mtim: 0n }),
        );
      }
    });

    test("follows no symbolic link, wherever it leads", () => {
      const targets = ["../outside", outside, "sub", "../outside/file", join(outside, "file"), "file", "gone"];
      for (const [at, target] of targets.entries()) {
        const name = `link${at}`;
        symlinkSync(target, join(inside, name));
        const create = { ...WRITE, create: true };
        fails(
          Errno.loop,
          () => root.openDirectory(name),
          () => root.openFile(name, READ),
          () => root.openFile(name, { ...WRITE, truncate: true }),
          () => root.openFile(name, create),
        );
        fails(Errno.exist, () => root.openFile(name, { ...create, exclusive: true }));
        assert.equal(root.statOf(name).filetype, Filetype.symbolicLink);
        assert.equal(root.readLink(name), target);
        root.setTimesOf(name, { mtim: 1_000_000_001n, atim: 7n });
        assert.equal(root.statOf(name).mtim, 1_000_000_001n);
        root.rename(name, root, `${name}moved`);
        assert.equal(root.readLink(`${name}moved`), target);
        root.removeFile(`${name}moved`);
      }
      assert.equal(readFileSync(join(outside, "file"), "utf8"), "SECRET");
      assert.ok(statSync(join(outside, "file")).mtimeMs > 1000);
      assert.ok(!existsSync(join(inside, "gone")));
    });

    test("opens no FIFO and no device, and does not hang on one", { skip: process.platform === "win32" }, () => {
      execFileSync("mkfifo", [join(inside, "fifo")]);
      for (const options of [READ, WRITE, { ...WRITE, read: true, create: true }]) {
        fails(Errno.notsup, () => root.openFile("fifo", options));
      }
      assert.equal(root.statOf("fifo").filetype, Filetype.unknown);
      fails(Errno.notdir, () => root.openDirectory("fifo"));
      const devices = createHostDirectory("/dev", { by });
      fails(Errno.notsup, () => devices.openFile("null", READ));
      assert.equal(devices.statOf("null").filetype, Filetype.characterDevice);
      devices.close();
    });

    test("a hard link is the file itself", () => {
      linkSync(join(inside, "file"), join(inside, "hard"));
      assert.equal(root.statOf("hard").ino, root.statOf("file").ino);
      assert.equal(root.statOf("hard").nlink, 2n);
      root.link("file", root, "third");
      assert.equal(readAll(root, "third"), "public");
      assert.equal(root.statOf("file").nlink, 3n);
      symlinkSync("../outside/file", join(inside, "link"));
      if (linux) {
        root.link("link", root, "linked");
        assert.equal(root.statOf("linked").filetype, Filetype.symbolicLink);
      }
      fails(Errno.perm, () => root.link("sub", root, "sub2"));
    });

    test("a folder that became a link out of the tree is not entered", () => {
      const sub = root.openDirectory("sub");
      renameSync(join(inside, "sub"), join(inside, "was"));
      symlinkSync(join(outside, "sub"), join(inside, "sub"));
      if (by === "descriptor") {
        assert.equal(readAll(sub, "file"), "public");
        sub.createDirectory("made");
        assert.ok(existsSync(join(inside, "was", "made")));
      } else {
        fails(
          Errno.noent,
          () => sub.openFile("file", READ),
          () => sub.createDirectory("made"),
          () => sub.list(),
        );
      }
      assert.ok(!existsSync(join(outside, "sub", "made")));
      fails(Errno.loop, () => root.openDirectory("sub"));
      sub.close();
    });

    test("a read-only tree changes nothing", () => {
      const locked = createHostDirectory(inside, { by, readOnly: true });
      const sub = locked.openDirectory("sub");
      fails(
        Errno.rofs,
        () => sub.createDirectory("x"),
        () => sub.removeFile("file"),
        () => sub.rename("file", sub, "x"),
        () => sub.rename("file", root, "x"),
        () => root.rename("file", sub, "x"),
        () => root.link("file", sub, "x"),
        () => sub.symlink("x", "y"),
        () => sub.setTimes({ mtim: 0n }),
        () => sub.setTimesOf("file", { mtim: 0n }),
        () => sub.openFile("file", WRITE),
        () => sub.openFile("file", { ...READ, truncate: true }),
        () => sub.openFile("new", { ...READ, create: true }),
        () => locked.removeDirectory("sub"),
      );
      fails(Errno.noent, () => sub.openFile("new", WRITE));
      fails(Errno.isdir, () => locked.openFile("sub", WRITE));
      fails(Errno.exist, () => sub.openFile("file", { ...READ, create: true, exclusive: true }));
      const file = sub.openFile("file", { ...READ, create: true });
      fails(Errno.rofs, () => file.setTimes({ mtim: 0n }));
      file.close();
      assert.equal(readAll(sub, "file"), "public");
      sub.close();
      locked.close();
      assert.deepEqual(readdirSync(join(inside, "sub")), ["file"]);
    });

    test("a file is read, written and appended to at positions", () => {
      const file = root.openFile("new", { ...WRITE, read: true, create: true, exclusive: true });
      const bytes = new Uint8Array(8);
      assert.equal(file.write(new Uint8Array([1, 2, 3]), 2n), 3);
      assert.equal(file.append(new Uint8Array([9])), 1);
      writeFileSync(join(inside, "new"), "by the host", { flag: "a" });
      assert.equal(file.append(new Uint8Array([8])), 1);
      assert.equal(file.read(bytes, 0n), 8);
      assert.deepEqual([...bytes], [0, 0, 1, 2, 3, 9, 98, 121]);
      assert.equal(file.read(bytes, 16n), 2);
      assert.equal(bytes[1], 8);
      assert.equal(file.read(bytes, 18n), 0);
      assert.equal(file.read(new Uint8Array(0), 0n), 0);
      file.setSize(3n);
      assert.equal(file.stat().size, 3n);
      file.setSize(5n);
      assert.equal(file.read(bytes, 0n), 5);
      fails(
        Errno.fbig,
        () => file.write(bytes, 1n << 60n),
        () => file.setSize(1n << 60n),
      );
      fails(Errno.inval, () => file.read(bytes, 1n << 60n));
      file.sync(true);
      file.sync(false);
      file.close();
      fails(Errno.badf, () => root.openFile("new", READ).write(bytes, 0n));
    });

    test("every descriptor is closed again", linuxOnly, () => {
      const count = () => readdirSync("/proc/self/fd").length;
      symlinkSync("file", join(inside, "link"));
      const before = count();
      for (let round = 0; round < 3; round++) {
        const directory = createHostDirectory(inside, { by });
        const sub = directory.openDirectory("sub");
        const file = sub.openFile("file", { ...WRITE, read: true });
        file.append(new Uint8Array([1]));
        sub.list();
        fails(
          Errno.loop,
          () => directory.openDirectory("link"),
          () => directory.openFile("link", READ),
        );
        fails(Errno.notdir, () => directory.openDirectory("file"));
        fails(Errno.isdir, () => directory.openFile("sub", READ));
        fails(Errno.noent, () => directory.openFile("gone", READ));
        assert.ok(count() > before);
        for (const node of [file, sub, directory, file, sub, directory]) node.close();
      }
      assert.throws(() => createHostDirectory(join(inside, "file"), { by }));
      assert.throws(() => createHostDirectory(join(inside, "gone"), { by }));
      assert.equal(count(), before);
    });

    test("lists what a guest can name, in a steady order", linuxOnly, () => {
      writeFileSync(Buffer.concat([Buffer.from(`${inside}/bad`), Buffer.from([0xff])]), "");
      symlinkSync("x", join(inside, "link"));
      const listed = root.list();
      assert.deepEqual(
        listed.map(({ name, filetype }) => [name, filetype]),
        [
          ["file", Filetype.regularFile],
          ["link", Filetype.symbolicLink],
          ["sub", Filetype.directory],
        ],
      );
      for (const entry of listed) assert.equal(entry.ino, root.statOf(entry.name).ino);
      assert.deepEqual(root.list(), listed);
    });

    test("another kind of file system is another device", () => {
      const other = {} as FsDirectory;
      fails(
        Errno.xdev,
        () => root.rename("file", other, "x"),
        () => root.link("file", other, "x"),
      );
    });
  });
}

test("what is no folder is refused as Node refuses it", () => {
  for (const by of ["best", "path"] as const) {
    assert.throws(() => createHostDirectory(join(inside, "gone"), { by }), { code: "ENOENT" });
    assert.throws(() => createHostDirectory(join(inside, "file"), { by }), { code: "ENOTDIR" });
  }
});

test("a folder reached through a link is the folder", () => {
  symlinkSync(inside, join(base, "link"));
  const root = createHostDirectory(join(base, "link"));
  assert.equal(readAll(root, "file"), "public");
  root.close();
});

test("a directory that may not be listed can be passed through", {
  skip: linux && process.getuid?.() !== 0 ? false : "needs Linux and another user than root",
}, () => {
  chmodSync(join(inside, "sub"), 0o311);
  const root = createHostDirectory(inside);
  const sub = root.openDirectory("sub");
  assert.equal(readAll(sub, "file"), "public");
  fails(Errno.acces, () => sub.list());
  chmodSync(join(inside, "sub"), 0o755);
  sub.close();
  root.close();
});

test("a process file system is not entered", linuxOnly, () => {
  assert.throws(() => createHostDirectory("/proc"), { code: "EACCES", message: /process file system/ });
  const root = createHostDirectory("/");
  fails(Errno.acces, () => root.openDirectory("proc"));
  root.close();
});

/** Renames a folder out of the tree and puts a link to the secret in its place, over and over. */
const SWAPPER = `
  const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
  const base = require("node:worker_threads").workerData;
  const sub = base + "/inside/sub";
  for (;;) {
    renameSync(sub, base + "/away");
    symlinkSync(base + "/outside/sub", sub);
    unlinkSync(sub);
    renameSync(base + "/away", sub);
  }`;

test("folders swapped for links while the guest walks never let it out", linuxOnly, async () => {
  const swapper = new Worker(SWAPPER, { eval: true, workerData: base });
  try {
    const root = createHostDirectory(inside);
    const seen = { public: 0, refused: 0 };
    const end = performance.now() + 1500;
    while (performance.now() < end) {
      await pause(0);
      for (let round = 0; round < 50; round++) {
        try {
          const sub = root.openDirectory("sub");
          try {
            assert.equal(readAll(sub, "file"), "public");
            sub.openFile("written", { ...WRITE, create: true }).close();
            seen.public++;
          } finally {
            sub.close();
          }
        } catch (error) {
          if (!(error instanceof WasiErrno)) throw error;
          seen.refused++;
        }
      }
    }
    root.close();
    assert.ok(seen.public > 0, "the guest got through at times");
    assert.ok(seen.refused > 0, "the folder was swapped at times");
    assert.ok(!existsSync(join(outside, "sub", "written")));
    assert.equal(readFileSync(join(outside, "file"), "utf8"), "SECRET");
  } finally {
    await swapper.terminate();
  }
});
