import assert from "node:assert/strict";
import { test } from "node:test";
import { isPlatformHeader, toAddress } from "./platform-headers.ts";

test("an address is read with and without a port", () => {
  for (const [written, address] of [
    ["203.0.113.9", "203.0.113.9"],
    [" 203.0.113.9:4711 ", "203.0.113.9"],
    ["2001:db8::1", "2001:db8::1"],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["", undefined],
    [undefined, undefined],
  ] as const)
    assert.equal(toAddress(written), address, written);
});

test("SCF's own headers are told by their prefix, in any case", () => {
  assert.deepEqual(["X-Scf-Secret-Id", "x-scf-name", "X-SCF-Region", "x-scfi", "scf"].map(isPlatformHeader), [
    true,
    true,
    true,
    false,
    false,
  ]);
});
