import assert from "node:assert/strict";
import { test } from "node:test";
import { toRemoteAddress } from "./to-request.ts";

test("the caller's address is the last that was forwarded, without its port", () => {
  const addressOf = (value: string) => toRemoteAddress(new Headers({ "x-forwarded-for": value }));
  assert.equal(addressOf("192.0.2.1"), "192.0.2.1");
  assert.equal(addressOf("198.51.100.7, 192.0.2.1:51234"), "192.0.2.1");
  assert.equal(addressOf("2001:db8::1"), "2001:db8::1");
  assert.equal(addressOf("[2001:db8::1]:51234"), "2001:db8::1");
  assert.equal(addressOf("[2001:db8::1]"), "2001:db8::1");
  assert.equal(addressOf("192.0.2.1, "), undefined);
  assert.equal(toRemoteAddress(new Headers()), undefined);
});
