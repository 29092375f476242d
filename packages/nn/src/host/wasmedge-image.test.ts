import assert from "node:assert/strict";
import { test } from "node:test";
import { type FakeGuest, fakeGuest } from "./fake-guest.fixture.ts";

/** Two pixels in a row, of red and blue: an indexed PNG of one bit. */
const PNG = Uint8Array.from(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQMAAADO7O3JAAAABlBMVEX/AAAAAP9sof2OAAAACklEQVR4nGNwAAAAQgBBKTf07wAAAABJRU5ErkJggg==",
    "base64",
  ),
);

const [RED, BLUE] = [
  [255, 0, 0],
  [0, 0, 255],
];

function loadPng(guest: FakeGuest, type: number, room: number, width = 2, height = 1) {
  const to = guest.room(32);
  const errno = guest.imports.wasmedge_image!.load_png!(...guest.put(PNG), width, height, type, to, room);
  return { errno, pixels: guest.read(to, 24) };
}

const floats = (...values: number[]) => [...new Uint8Array(Float32Array.from(values).buffer)];

test("0.3: each type of pixels", () => {
  const guest = fakeGuest();
  assert.deepEqual(loadPng(guest, 0, 6).pixels.slice(0, 6), [...RED!, ...BLUE!]);
  assert.deepEqual(loadPng(guest, 1, 6).pixels.slice(0, 6), [...BLUE!, ...RED!]);
  assert.deepEqual(loadPng(guest, 2, 24).pixels, floats(1, 0, 0, 0, 0, 1));
  assert.deepEqual(loadPng(guest, 3, 24).pixels, floats(0, 0, 1, 1, 0, 0));
  // A larger buffer keeps what is behind.
  assert.deepEqual(loadPng(guest, 0, 24), { errno: 0, pixels: [...RED!, ...BLUE!, ...Array(18).fill(0)] });
  assert.deepEqual(guest.lines, []);
});

test("0.2: a call for each format and type", () => {
  const guest = fakeGuest();
  for (const [type, expected] of [
    ["rgb8", [...RED!, ...BLUE!]],
    ["bgr8", [...BLUE!, ...RED!]],
    ["rgb32f", floats(1, 0, 0, 0, 0, 1)],
    ["bgr32f", floats(0, 0, 1, 1, 0, 0)],
  ] as const) {
    const to = guest.room(32);
    const load = guest.imports.wasmedge_image![`wasmedge_image_load_png_to_${type}`]!;
    assert.equal(load(...guest.put(PNG), 2, 1, to), 0);
    assert.deepEqual(guest.read(to, expected.length), [...expected]);
    const jpeg = guest.imports.wasmedge_image![`wasmedge_image_load_jpg_to_${type}`]!;
    assert.equal(jpeg(...guest.put(PNG), 2, 1, to), 1);
  }
});

test("what fails is 1, with a line that says why", () => {
  const guest = fakeGuest();
  const failures = [
    [loadPng(guest, 4, 6), /load_png: pixels of type 4/],
    [loadPng(guest, 0, 5), /2x1 pixels take 6 bytes, the buffer has 5/],
    [loadPng(guest, 2, 23), /2x1 pixels take 24 bytes, the buffer has 23/],
    [loadPng(guest, 0, 6, 0xffff_ffff, 0xffff_ffff), /more than any memory/],
    [loadPng(guest, 0, -1), /outside of the memory/],
  ] as const;
  for (const [index, [{ errno, pixels }, line]] of failures.entries()) {
    assert.equal(errno, 1);
    assert.ok(pixels.every((value) => value === 0));
    assert.match(guest.lines[index]!, line);
  }
});

test("a picture that would take more than the function may have is refused", () => {
  const guest = fakeGuest({ memoryBytes: 100_000, memory: new WebAssembly.Memory({ initial: 10 }) });
  const load = guest.imports.wasmedge_image!.wasmedge_image_load_png_to_rgb8!;
  assert.equal(load(...guest.put(PNG), 300, 300, 4096), 1);
  assert.match(guest.lines[0]!, /300x300 pixels as RGB8 take 270000 bytes/);
});
