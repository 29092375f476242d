import assert from "node:assert/strict";
import { test } from "node:test";
import { createHostCheck } from "./check-host.ts";

const OURS = [
  "localhost",
  "LOCALHOST:8787",
  "app.localhost:8787",
  "127.0.0.1",
  "127.0.0.1:80",
  "[::1]:8787",
  "192.0.2.7:1",
];
const OTHERS = [
  "evil.example",
  "evil.example:8787",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "notlocalhost",
];
const BROKEN = ["", "::1", "[::1", "localhost:x", "a b", "localhost@evil.example"];

for (const bound of ["127.0.0.1", "localhost", "::1", "127.1.2.3"]) {
  test(`on ${bound}, only names of this machine are let in`, () => {
    const check = createHostCheck(bound)!;
    assert.deepEqual(
      OURS.filter((host) => check(host) !== null),
      [],
    );
    assert.deepEqual(
      [...OTHERS, ...BROKEN].filter((host) => check(host)?.code !== "E_FORBIDDEN"),
      [],
    );
  });
}

test("an address that others reach may have any name", () => {
  for (const bound of ["0.0.0.0", "::", "192.0.2.1", "my-laptop"]) assert.equal(createHostCheck(bound), null);
});
