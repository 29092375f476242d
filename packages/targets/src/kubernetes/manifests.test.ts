import assert from "node:assert/strict";
import { test } from "node:test";
import { toManifests } from "./manifests.ts";

const IMAGE = {
  reference: "ghcr.io/ada/app:1",
  digest: `sha256:${"0".repeat(64)}`,
  architecture: "amd64",
  port: 8080,
  health: null,
  deployment: { name: "app", functions: [], staticFiles: new Map() },
};

/** Of the Service of an image with this name: its own, and what it leads to. */
function namesOf(name: string): string[] {
  const [text = ""] = [...toManifests([{ ...IMAGE, name }]).values()].map(String);
  return [...text.slice(text.indexOf("---")).matchAll(/name: (\S+)/g)].map(([, found]) => found!);
}

test("a Service is called as one may be", () => {
  for (const [name, called] of [
    ["birds", "birds"],
    ["2048", "app-2048"],
    [`1${"a".repeat(58)}-b23`, `app-1${"a".repeat(58)}`],
  ] as const) {
    const [own, ...others] = namesOf(name);
    assert.equal(own, called);
    assert.match(called, /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
    assert.deepEqual(others, [called, called, "http"]);
  }
});
