import assert from "node:assert/strict";
import { test } from "node:test";
import { Errno, WasiErrno } from "./errno.ts";
import { GuestMemory } from "./guest-memory.ts";

const PAGE = 65_536;

function errnoOf(action: () => unknown): number {
  try {
    action();
  } catch (error) {
    if (error instanceof WasiErrno) return error.errno;
    throw error;
  }
  return Errno.success;
}

function bound(descriptor: WebAssembly.MemoryDescriptor = { initial: 1 }) {
  const memory = new WebAssembly.Memory(descriptor);
  const guest = new GuestMemory();
  guest.bind(memory);
  return { memory, guest, view: () => new DataView(memory.buffer) };
}

test("what is not wholly inside the memory is a fault", () => {
  const { guest } = bound();
  for (const [pointer, length] of [
    [0, 0],
    [0, PAGE],
    [PAGE, 0],
    [PAGE - 1, 1],
  ] as const) {
    assert.equal(
      errnoOf(() => guest.bytes(pointer, length)),
      Errno.success,
      `${pointer} ${length}`,
    );
  }
  for (const [pointer, length] of [
    [PAGE, 1],
    [PAGE + 1, 0],
    [1, PAGE],
    [-1, 1],
    [-1, 0],
    [-4, 8],
    [0, -1],
    [16, -16],
    [0x7fff_ffff, 0x7fff_ffff],
  ] as const) {
    assert.equal(
      errnoOf(() => guest.bytes(pointer, length)),
      Errno.fault,
      `${pointer} ${length}`,
    );
  }
  assert.equal(
    errnoOf(() => guest.setUint32(PAGE - 3, 0)),
    Errno.fault,
  );
  assert.equal(
    errnoOf(() => guest.setUint64(PAGE - 7, 0n)),
    Errno.fault,
  );
});

test("an unbound memory has nothing", () => {
  assert.equal(
    errnoOf(() => new GuestMemory().bytes(0, 1)),
    Errno.fault,
  );
});

test("memory that grew is seen", () => {
  const { memory, guest, view } = bound();
  guest.setUint32(PAGE - 4, 1);
  memory.grow(1);
  guest.setUint32(4, 2);
  guest.setUint32(2 * PAGE - 4, 3);
  memory.grow(0);
  assert.equal(guest.bytes(0, 0).length, 0);
  assert.deepEqual([view().getUint32(4, true), view().getUint32(2 * PAGE - 4, true)], [2, 3]);
  assert.equal(
    errnoOf(() => guest.bytes(2 * PAGE, 1)),
    Errno.fault,
  );
});

test("shared memory works, and is seen to grow", () => {
  const { memory, guest, view } = bound({ initial: 1, maximum: 2, shared: true });
  memory.grow(1);
  guest.setUint32(2 * PAGE - 4, 3);
  assert.equal(view().getUint32(2 * PAGE - 4, true), 3);
  guest.set(8, new TextEncoder().encode("path"));
  assert.equal(guest.path(8, 4), "path");
});

test("buffers: the array and each buffer must be inside, and they add up to 32 bits at most", () => {
  const { guest, view } = bound();
  const set = (index: number, pointer: number, length: number) => {
    view().setUint32(index * 8, pointer, true);
    view().setUint32(index * 8 + 4, length, true);
  };
  set(0, 100, 5);
  set(1, 0, 0);
  set(2, 200, 7);
  assert.deepEqual(
    guest.buffers(0, 3).map((part) => [part.byteOffset, part.length]),
    [
      [100, 5],
      [200, 7],
    ],
  );
  assert.equal(
    errnoOf(() => guest.buffers(0, 2 ** 30)),
    Errno.fault,
  );
  assert.equal(
    errnoOf(() => guest.buffers(8, 0x1fff_ffff)),
    Errno.fault,
  );
  assert.equal(
    errnoOf(() => guest.buffers(PAGE - 8, 2)),
    Errno.fault,
  );
  assert.equal(
    errnoOf(() => guest.buffers(0, -1)),
    Errno.fault,
  );
  set(1, PAGE - 1, 2);
  assert.equal(
    errnoOf(() => guest.buffers(0, 3)),
    Errno.fault,
  );
});

test("buffers that overlap may add up to more than the memory, but not to more than a count can say", () => {
  const { memory, guest, view } = bound();
  memory.grow(1023);
  const size = 1024 * PAGE;
  const count = 64;
  for (let index = 0; index < count; index += 1) {
    view().setUint32(index * 8, 0, true);
    view().setUint32(index * 8 + 4, size - 1, true);
  }
  assert.equal(guest.buffers(0, count).length, count);
  view().setUint32(count * 8, 0, true);
  view().setUint32(count * 8 + 4, size, true);
  assert.equal(
    errnoOf(() => guest.buffers(0, count + 1)),
    Errno.inval,
  );
});

test("no more than 1,024 buffers are taken at once", () => {
  const { guest, view } = bound();
  for (let index = 0; index < 2000; index += 1) view().setUint32(index * 8 + 4, 1, true);
  assert.equal(guest.buffers(0, 2000).length, 1024);
});

test("paths are UTF-8 without a NUL, and not longer than Linux has them", () => {
  const { guest } = bound();
  const path = (bytes: number[] | string) => {
    const encoded = typeof bytes === "string" ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes);
    guest.set(0, encoded);
    return guest.path(0, encoded.length);
  };
  assert.equal(path("größe/日本"), "größe/日本");
  assert.equal(path([0xef, 0xbb, 0xbf, 0x61]), "\ufeffa");
  assert.equal(
    errnoOf(() => path([0xff])),
    Errno.ilseq,
  );
  assert.equal(
    errnoOf(() => path([0xed, 0xa0, 0x80])),
    Errno.ilseq,
    "a lone surrogate",
  );
  assert.equal(
    errnoOf(() => path([0x61, 0, 0x62])),
    Errno.inval,
  );
  assert.equal(
    errnoOf(() => path("a".repeat(4097))),
    Errno.nametoolong,
  );
  assert.equal(path("a".repeat(4096)).length, 4096);
});
