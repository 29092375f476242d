import assert from "node:assert/strict";
import test from "node:test";
import { WasiErrno } from "../errno.ts";
import { assertHostName } from "./host-name.ts";

test("only plain names pass, on every system", () => {
  for (const platform of ["linux", "darwin", "win32"]) {
    for (const name of ["", ".", "..", "/", "a/b", "../x", "a\0b"]) {
      assert.throws(() => assertHostName(name, platform), WasiErrno, `${platform} ${JSON.stringify(name)}`);
    }
    for (const name of ["a", ".hidden", "..a", "a b", "ü", "console", "company.txt"]) assertHostName(name, platform);
  }
});

test("what Windows reads as more than a name passes only elsewhere", () => {
  for (const name of ["..\\x", "c:", "file:stream", "nul", "NUL.txt", "com1", "a.", "a ", "x?", "\x01"]) {
    assert.throws(() => assertHostName(name, "win32"), WasiErrno, name);
    assertHostName(name, "linux");
  }
});
