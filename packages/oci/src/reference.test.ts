import assert from "node:assert/strict";
import { test } from "node:test";
import { formatReference, parseReference } from "./reference.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;

for (const [text, whole] of [
  ["hello", "docker.io/library/hello:latest"],
  ["ada/hello:1", "docker.io/ada/hello:1"],
  ["ghcr.io/ada/my-app", "ghcr.io/ada/my-app:latest"],
  ["localhost/hello", "localhost/hello:latest"],
  ["localhost:5000/a/b/c:v1.2_3", "localhost:5000/a/b/c:v1.2_3"],
  ["[::1]:5000/hello", "[::1]:5000/hello:latest"],
  [`ghcr.io/ada/hello@${DIGEST}`, `ghcr.io/ada/hello@${DIGEST}`],
  [`ghcr.io/ada/hello:1@${DIGEST}`, `ghcr.io/ada/hello@${DIGEST}`],
] as const) {
  test(`${text} is ${whole}`, () => assert.equal(formatReference(parseReference(text)), whole));
}

for (const text of [
  "",
  "Hello",
  "ghcr.io/",
  "ghcr.io/a b",
  "hello:",
  "a@sha256:12",
  "../../etc",
  "http://localhost/hello",
  "localhost:65536/hello",
]) {
  test(`"${text}" is none`, () => {
    assert.throws(() => parseReference(text), { code: "E_USAGE", message: /is not the name of an image/ });
  });
}
