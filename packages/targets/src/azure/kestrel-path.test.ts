import assert from "node:assert/strict";
import { test } from "node:test";
import { decodePath, encodePath } from "./kestrel-path.ts";

test("a path is decoded, but for slashes and what cannot be", () => {
  for (const [path, decoded, encoded] of [
    ["/a%20b/%C3%BC", "/a b/ü", "/a%20b/%C3%BC"],
    ["/a%2Fb%2fc", "/a%2Fb%2fc", "/a%2Fb%2fc"],
    ["/%41", "/A", "/A"],
    ["/%E0/%", "/%E0/%", "/%E0/%25"],
  ] as const) {
    assert.equal(decodePath(path), decoded);
    assert.equal(encodePath(decoded), encoded);
  }
});
