import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import test from "node:test";
import { Errno, WasiErrno } from "../errno.ts";
import { answering, toErrno } from "./host-errno.ts";

const named = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

/** Error names of this system that preview 1 does not have, so that a guest can only be told `io`. */
const NOT_IN_PREVIEW_1 = new Set(["ECHRNG", "ENODATA", "ENOSR", "ENOSTR", "ETIME"]);

test("every error name of the system has an errno of its own", () => {
  for (const code of Object.keys(constants.errno)) {
    if (code.startsWith("WSA") || NOT_IN_PREVIEW_1.has(code) || code === "EIO") continue;
    assert.notEqual(toErrno(named(code)), Errno.io, code);
  }
});

test("names that preview 1 spells otherwise, and those it lacks", () => {
  assert.equal(toErrno(named("E2BIG")), Errno.toobig);
  assert.equal(toErrno(named("EOPNOTSUPP")), Errno.notsup);
  assert.equal(toErrno(named("ENOTEMPTY")), Errno.notempty);
  assert.equal(toErrno(named("UNKNOWN")), Errno.io);
  assert.equal(toErrno(named("ERR_OUT_OF_RANGE")), Errno.inval);
  assert.equal(toErrno(named("EconstructorX")), Errno.io);
  assert.equal(toErrno(named("Econstructor")), Errno.io);
});

test("answering turns Node's errors and nothing else", () => {
  assert.throws(
    () => answering(() => readFileSync("/nowhere/at/all")),
    (error) => error instanceof WasiErrno && error.errno === Errno.noent,
  );
  const own = new WasiErrno(Errno.loop);
  assert.throws(
    () =>
      answering(() => {
        throw own;
      }),
    (error) => error === own,
  );
  assert.throws(
    () =>
      answering(() => {
        throw new TypeError("a bug");
      }),
    TypeError,
  );
});
