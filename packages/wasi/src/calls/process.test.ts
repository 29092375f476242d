import assert from "node:assert/strict";
import { test } from "node:test";
import { driveGuest, errnoName } from "../driven-guest.fixture.ts";

test("arguments come NUL-terminated, one after the other, with a pointer to each", () => {
  const guest = driveGuest({ args: ["prog", "", "größe"], env: { A: "1", B: "x=y" } });
  guest.must("args_sizes_get", guest.result, guest.result + 4);
  assert.deepEqual([guest.u32(), guest.u32(guest.result + 4)], [3, 14]);
  const pointers = guest.room(12);
  const buffer = guest.room(14);
  guest.must("args_get", pointers, buffer);
  assert.equal(guest.text(buffer, 14), "prog\0\0größe\0");
  assert.deepEqual(
    [guest.u32(pointers), guest.u32(pointers + 4), guest.u32(pointers + 8)],
    [buffer, buffer + 5, buffer + 6],
  );
  guest.must("environ_sizes_get", guest.result, guest.result + 4);
  assert.deepEqual([guest.u32(), guest.u32(guest.result + 4)], [2, 10]);
  guest.must("environ_get", pointers, buffer);
  assert.equal(guest.text(buffer, 10), "A=1\0B=x=y\0");
});

test("no arguments take no room", () => {
  const guest = driveGuest();
  guest.must("args_sizes_get", guest.result, guest.result + 4);
  assert.deepEqual([guest.u32(), guest.u32(guest.result + 4)], [0, 0]);
  guest.must("args_get", 0, 0);
  guest.must("environ_get", 0, 0);
});

test("arguments that do not fit at the pointer given are a fault, and nothing is written", () => {
  const guest = driveGuest({ args: ["prog"] });
  const before = guest.bytes.slice();
  const end = guest.memory.buffer.byteLength;
  assert.equal(errnoName(guest.call("args_get", 64, end - 4)), "fault");
  assert.equal(errnoName(guest.call("args_get", end - 3, 64)), "fault");
  assert.equal(errnoName(guest.call("args_sizes_get", 64, end - 3)), "fault");
  assert.deepEqual(guest.bytes, before);
});

test("clocks: every one has a step and a time that does not go back", () => {
  const guest = driveGuest();
  for (const clock of [0, 1, 2, 3]) {
    guest.must("clock_res_get", clock, guest.result);
    assert.ok(guest.u64() > 0n);
    guest.must("clock_time_get", clock, 0n, guest.result);
    const first = guest.u64();
    guest.must("clock_time_get", clock, 1_000_000n, guest.result);
    assert.ok(guest.u64() >= first, `clock ${clock}`);
  }
  guest.must("clock_time_get", 0, 0n, guest.result);
  const age = BigInt(Date.now()) * 1_000_000n - guest.u64();
  assert.ok(age >= 0n && age < 60_000_000_000n, "nanoseconds since 1970");
  for (const clock of [4, -1]) {
    assert.equal(errnoName(guest.call("clock_res_get", clock, guest.result)), "inval");
    assert.equal(errnoName(guest.call("clock_time_get", clock, 0n, guest.result)), "inval");
  }
});

test("random_get fills exactly what it was given, however long", () => {
  const guest = driveGuest({}, 4);
  const at = 8192;
  const size = 150_000;
  guest.must("random_get", at, size);
  const { bytes } = guest;
  assert.ok(bytes.subarray(0, at).every((byte) => byte === 0));
  assert.ok(bytes.subarray(at + size).every((byte) => byte === 0));
  // Each stretch of 64 bytes is filled: that one is zero by chance will not be seen.
  for (let start = at; start + 64 <= at + size; start += 64) {
    assert.ok(
      bytes.subarray(start, start + 64).some((byte) => byte !== 0),
      `at ${start}`,
    );
  }
  guest.must("random_get", at, 0);
  assert.equal(errnoName(guest.call("random_get", at, 4 * 65_536)), "fault");
});

test("random_get fills shared memory too", () => {
  const guest = driveGuest();
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true });
  guest.wasi.bind(memory);
  guest.must("random_get", 0, 200_000);
  const bytes = new Uint8Array(memory.buffer);
  assert.ok(bytes.subarray(199_900, 200_000).some((byte) => byte !== 0));
  assert.ok(bytes.subarray(200_000).every((byte) => byte === 0));
});

test("sched_yield succeeds", () => {
  assert.equal(driveGuest().call("sched_yield"), 0);
});

test("sockets: badf where nothing is open, otherwise not supported", () => {
  const guest = driveGuest();
  const [buffers, count] = guest.buffers(guest.put("x"));
  for (const [fd, carrying, asking] of [
    [1, "notsup", "notsock"],
    [3, "badf", "badf"],
    [-1, "badf", "badf"],
  ] as const) {
    assert.equal(errnoName(guest.call("sock_accept", fd, 0, guest.result)), carrying);
    assert.equal(errnoName(guest.call("sock_recv", fd, buffers, count, 0, guest.result, guest.result + 4)), carrying);
    assert.equal(errnoName(guest.call("sock_send", fd, buffers, count, 0, guest.result)), carrying);
    assert.equal(errnoName(guest.call("sock_shutdown", fd, 1)), asking);
  }
  assert.equal(errnoName(guest.call("sock_shutdown", 1, 0)), "inval");
  assert.equal(errnoName(guest.call("sock_shutdown", 1, 4)), "inval");
});
