import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDuration, formatSize, parseDuration, parseSize } from "./units.ts";

test("durations", () => {
  assert.equal(parseDuration("500ms"), 500);
  assert.equal(parseDuration(" 1.5 s "), 1500);
  assert.equal(parseDuration("2m"), 120_000);
  assert.equal(parseDuration("1h"), 3_600_000);
});

test("sizes", () => {
  assert.equal(parseSize("64MiB"), 64 * 1024 ** 2);
  assert.equal(parseSize("1.5KiB"), 1536);
  assert.equal(parseSize("2GB"), 2e9);
  assert.equal(parseSize("10B"), 10);
});

for (const text of ["", "5", "5 parsecs", "-1s", "0s", "1e3s", "s", "5s5s", "toString", "1constructor", "NaNs"]) {
  test(`${JSON.stringify(text)} is neither a duration nor a size`, () => {
    assert.throws(() => parseDuration(text), { code: "E_CONFIG" });
    assert.throws(() => parseSize(text), { code: "E_CONFIG" });
  });
}

test("what people read", () => {
  assert.equal(formatSize(12), "12 B");
  assert.equal(formatSize(1536), "1.5 KiB");
  assert.equal(formatSize(64 * 1024 ** 2), "64 MiB");
  assert.equal(formatDuration(0.25), "250 µs");
  assert.equal(formatDuration(6.51), "6.5 ms");
  assert.equal(formatDuration(1234), "1.23 s");
});
