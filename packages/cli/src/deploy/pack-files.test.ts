import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { unzipSync } from "fflate";
import { packFiles } from "./pack-files.ts";

const FILES = new Map<string, string | Uint8Array>([
  ["b/näh.txt", "größe"],
  ["run", "#!/bin/bash\n"],
  ["a", randomBytes(1000)],
  ["2", "numbers do not go first in the order of others"],
  ["empty", ""],
]);

test("what is packed comes out", () => {
  const unpacked = unzipSync(packFiles(FILES));
  assert.deepEqual(Object.keys(unpacked).sort(), [...FILES.keys()].sort());
  for (const [path, content] of FILES) assert.deepEqual(Buffer.from(unpacked[path]!), Buffer.from(content as string));
});

test("the same files give the same bytes, in whatever order and time zone", (context) => {
  const first = packFiles(FILES);
  assert.deepEqual(packFiles(new Map([...FILES].reverse())), first);
  const { TZ } = process.env;
  context.after(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });
  process.env.TZ = "Pacific/Kiritimati";
  assert.deepEqual(packFiles(FILES), first);
});

test("the mode is that of a program for those that are one", () => {
  assert.deepEqual(modes(packFiles(FILES, new Set(["run"]))), {
    "2": 0o100644,
    a: 0o100644,
    "b/näh.txt": 0o100644,
    empty: 0o100644,
    run: 0o100755,
  });
});

/** Of the central directory (APPNOTE 4.3.12). */
function modes(zip: Uint8Array): Record<string, number> {
  const bytes = Buffer.from(zip);
  const found: Record<string, number> = {};
  let at = bytes.readUInt32LE(bytes.length - 22 + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    found[bytes.toString("utf8", at + 46, at + 46 + name)] = bytes.readUInt32LE(at + 38) >>> 16;
    at += 46 + name + extra + comment;
  }
  return found;
}
