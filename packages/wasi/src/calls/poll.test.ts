import assert from "node:assert/strict";
import { test } from "node:test";
import { type DrivenGuest, driveGuest, errnoName } from "../driven-guest.fixture.ts";
import { createMemoryFileSystem } from "../fs/memory-file-system.ts";
import { Rights } from "../rights.ts";
import { createBytesInput, type InputStream } from "../streams.ts";

interface Subscription {
  readonly userdata?: bigint;
  readonly type: number;
  readonly fd?: number;
  readonly clock?: number;
  readonly timeout?: bigint;
  readonly flags?: number;
}

const MS = 1_000_000n;
const clock = (timeout: bigint, { clock = 1, flags = 0, userdata = 7n } = {}): Subscription => ({
  type: 0,
  clock,
  timeout,
  flags,
  userdata,
});
const reading = (fd: number, userdata = 8n): Subscription => ({ type: 1, fd, userdata });
const writing = (fd: number, userdata = 9n): Subscription => ({ type: 2, fd, userdata });

function poll(guest: DrivenGuest, ...subscriptions: readonly Subscription[]) {
  const [at] = guest.put(new Uint8Array(subscriptions.length * 48));
  const out = guest.room(subscriptions.length * 32);
  for (const [index, { userdata = 0n, type, fd, clock: id = 0, timeout = 0n, flags = 0 }] of subscriptions.entries()) {
    const start = at + index * 48;
    guest.view.setBigUint64(start, userdata, true);
    guest.view.setUint8(start + 8, type);
    guest.view.setUint32(start + 16, fd ?? id, true);
    guest.view.setBigUint64(start + 24, timeout, true);
    guest.view.setUint16(start + 40, flags, true);
  }
  const errno = guest.call("poll_oneoff", at, out, subscriptions.length, guest.result);
  if (errno !== 0) return errnoName(errno);
  return Array.from({ length: guest.u32() }, (_, index) => {
    const start = out + index * 32;
    return {
      userdata: guest.u64(start),
      errno: errnoName(guest.view.getUint16(start + 8, true)),
      type: guest.view.getUint8(start + 10),
      bytes: guest.u64(start + 16),
      flags: guest.view.getUint16(start + 24, true),
    };
  });
}

const fired = { userdata: 7n, errno: "success", type: 0, bytes: 0n, flags: 0 };

test("a clock waits as long as it is told, and uses no processor meanwhile", () => {
  const guest = driveGuest();
  const started = performance.now();
  const used = process.cpuUsage();
  assert.deepEqual(poll(guest, clock(200n * MS)), [fired]);
  const { user, system } = process.cpuUsage(used);
  assert.ok(performance.now() - started >= 199);
  assert.ok(user + system < 150_000, `${user + system} µs of processor time is a busy wait`);
});

test("of several clocks the first is reported, and those that are due with it", () => {
  const guest = driveGuest();
  assert.deepEqual(poll(guest, clock(3_600_000n * MS), clock(5n * MS, { userdata: 1n }), clock(0n, { userdata: 2n })), [
    { ...fired, userdata: 2n },
  ]);
  assert.deepEqual(poll(guest, clock(0n), clock(2n ** 64n - 1n), clock(0n, { clock: 0, userdata: 2n })), [
    fired,
    { ...fired, userdata: 2n },
  ]);
});

test("a span of time is not changed by setting the clock", () => {
  const { now } = Date;
  const guest = driveGuest();
  let calls = 0;
  // Every look at the clock, somebody has set it back by another hour.
  Date.now = () => now() - 3_600_000 * ++calls;
  try {
    assert.deepEqual(poll(guest, clock(5n * MS, { clock: 0 })), [fired]);
  } finally {
    Date.now = now;
  }
});

test("absolute times, of every clock", () => {
  const guest = driveGuest();
  for (const id of [0, 1, 2, 3]) {
    guest.must("clock_time_get", id, 0n, guest.result);
    const now = guest.u64();
    assert.deepEqual(poll(guest, clock(now, { clock: id, flags: 1 })), [fired], "past");
    const until = now + 20n * MS;
    assert.deepEqual(poll(guest, clock(until, { clock: id, flags: 1 })), [fired]);
    guest.must("clock_time_get", id, 0n, guest.result);
    assert.ok(guest.u64() >= until);
  }
});

test("files and outputs are always ready", () => {
  const guest = driveGuest({
    preopens: [{ path: "/", directory: createMemoryFileSystem({ file: new Uint8Array(10) }) }],
  });
  const fd = guest.opened("file");
  guest.must("fd_seek", fd, 4n, 0, guest.result);
  const events = poll(guest, clock(3_600_000n * MS), reading(fd, 1n), writing(fd, 2n), writing(1, 3n), writing(2, 4n));
  assert.ok(Array.isArray(events));
  assert.deepEqual(
    events.map(({ userdata, errno, type }) => [userdata, errno, type]),
    [
      [1n, "success", 1],
      [2n, "success", 2],
      [3n, "success", 2],
      [4n, "success", 2],
    ],
  );
  assert.equal(events[0]?.bytes, 6n);
  guest.must("fd_seek", fd, 40n, 0, guest.result);
  assert.deepEqual(poll(guest, reading(fd)), [{ userdata: 8n, errno: "success", type: 1, bytes: 0n, flags: 0 }]);
});

test("a wrong subscription is an event with its errno, beside those that are due", () => {
  const guest = driveGuest({ preopens: [{ path: "/", directory: createMemoryFileSystem({ f: new Uint8Array(1) }) }] });
  const unpollable = guest.opened("f", { rights: BigInt(Rights.fdRead) });
  const events = poll(
    guest,
    reading(42, 1n),
    reading(1, 2n),
    writing(0, 3n),
    reading(unpollable, 4n),
    reading(3, 5n),
    clock(0n, { clock: 9, userdata: 6n }),
    clock(0n, { flags: 2, userdata: 7n }),
    writing(1, 8n),
  );
  assert.ok(Array.isArray(events));
  assert.deepEqual(
    events.map(({ userdata, errno }) => `${userdata} ${errno}`),
    ["1 badf", "2 notcapable", "3 notcapable", "4 notcapable", "5 notcapable", "6 inval", "7 inval", "8 success"],
  );
});

test("no subscriptions, too many, or of no known type", () => {
  const guest = driveGuest({}, 16);
  assert.equal(poll(guest), "inval");
  assert.equal(poll(guest, { type: 3 }), "inval");
  assert.equal(poll(guest, clock(0n), { type: 255 }), "inval");
  assert.equal(errnoName(guest.call("poll_oneoff", 0, 0, 8193, guest.result)), "inval");
  assert.equal(errnoName(guest.call("poll_oneoff", 0, 0, -1, guest.result)), "inval");
});

test("nothing is waited for when the answer has nowhere to go", () => {
  const guest = driveGuest();
  const end = guest.memory.buffer.byteLength;
  const [at] = guest.put(new Uint8Array(48));
  guest.view.setBigUint64(at + 24, 2n ** 63n, true);
  assert.equal(errnoName(guest.call("poll_oneoff", at, end - 31, 1, guest.result)), "fault");
  assert.equal(errnoName(guest.call("poll_oneoff", at, at, 1, end - 3)), "fault");
  assert.equal(errnoName(guest.call("poll_oneoff", end - 47, at, 1, guest.result)), "fault");
});

test("the events may take the place of the subscriptions", () => {
  const guest = driveGuest();
  const [at] = guest.put(new Uint8Array(96));
  for (const [index, userdata] of [5n, 6n].entries()) {
    guest.view.setBigUint64(at + index * 48, userdata, true);
    guest.view.setUint8(at + index * 48 + 8, 2);
    guest.view.setUint32(at + index * 48 + 16, 1 + index, true);
  }
  guest.must("poll_oneoff", at, at, 2, guest.result);
  assert.deepEqual([guest.u32(), guest.u64(at), guest.u64(at + 32)], [2, 5n, 6n]);
});

test("an input of bytes is ready, and says so at its end", () => {
  const guest = driveGuest({ stdin: createBytesInput(new Uint8Array(3)) });
  const ready = { userdata: 8n, errno: "success", type: 1, bytes: 3n, flags: 0 };
  assert.deepEqual(poll(guest, clock(3_600_000n * MS), reading(0)), [ready]);
  guest.read(0);
  assert.deepEqual(poll(guest, reading(0)), [{ ...ready, bytes: 0n, flags: 1 }]);
  assert.deepEqual(poll(driveGuest(), reading(0)), [{ ...ready, bytes: 0n, flags: 1 }]);
  assert.deepEqual(poll(driveGuest({ stdin: { read: () => 0 } }), reading(0)), [{ ...ready, bytes: 1n }]);
});

test("an input that is not ready is waited for, until the first clock", () => {
  const waited: number[] = [];
  let answers: ReturnType<NonNullable<InputStream["poll"]>>[] = [];
  const stdin: InputStream = {
    read: () => 0,
    poll(timeoutMs) {
      waited.push(timeoutMs);
      const answer = answers.shift() ?? null;
      if (answer === null && timeoutMs > 0) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.min(timeoutMs, 1000));
      }
      return answer;
    },
  };
  const guest = driveGuest({ stdin });
  assert.deepEqual(poll(guest, reading(0), clock(20n * MS), clock(3_600_000n * MS)), [fired], "the clock was first");
  assert.equal(waited[0], 0, "it is asked once without waiting");
  assert.ok(waited.every((timeout) => timeout <= 20));
  waited.length = 0;
  answers = [null, null, { available: 4, hangup: false }];
  const ready = { userdata: 8n, errno: "success", type: 1, bytes: 4n, flags: 0 };
  assert.deepEqual(poll(guest, reading(0), reading(0, 1n)), [ready, { ...ready, userdata: 1n }]);
  assert.equal(waited.at(-1), Number.POSITIVE_INFINITY, "with no clock there is no end to the wait");
});

test("where a thread may not block, waiting is not supported, and what is ready still is", () => {
  const { wait } = Atomics;
  const guest = driveGuest();
  Atomics.wait = () => {
    throw new TypeError("Atomics.wait cannot be called in this context");
  };
  try {
    assert.equal(poll(guest, clock(50n * MS)), "notsup");
    assert.deepEqual(poll(guest, clock(0n)), [fired]);
    assert.ok(Array.isArray(poll(guest, clock(50n * MS), writing(1))));
  } finally {
    Atomics.wait = wait;
  }
});
