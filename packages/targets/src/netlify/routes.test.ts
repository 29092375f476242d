import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_LIMITS, type Route } from "@sandpiper/core";
import type { Deployment } from "../target.ts";
import { toFunctionConfig, withoutHidden } from "./routes.ts";

/** `URLPattern` is a global of Node 24; its type is not in every library of types. */
const { URLPattern } = globalThis as unknown as {
  URLPattern: new (parts: { pathname: string }) => { test(parts: { pathname: string }): boolean };
};

const toRoutes = (paths: readonly string[]): Route[] => paths.map((path) => ({ path }));

function isTaken(pathname: string, routes: readonly string[]): boolean {
  const { path } = toFunctionConfig(toRoutes(routes));
  return path.some((pattern) => new URLPattern({ pathname: pattern }).test({ pathname }));
}

test("a function has its path and what lies below it, and nothing else", () => {
  for (const path of ["/a", "/a/", "/a/b/c.png", "/b.c/d"]) assert.ok(isTaken(path, ["/a", "/b.c"]), path);
  for (const path of ["/", "/ab", "/x/a", "/A", "/bxc", "/index.html"]) assert.ok(!isTaken(path, ["/a", "/b.c"]), path);
});

test("a function at the root takes every path that is no file", () => {
  for (const path of ["/", "/x", "/x/y.png"]) assert.ok(isTaken(path, ["/", "/a"]), path);
  assert.equal(toFunctionConfig(toRoutes(["/", "/a"])).preferStatic, true);
  assert.equal(toFunctionConfig(toRoutes(["/a"])).preferStatic, false);
});

test("two functions of one path, for different methods, are one pattern", () => {
  assert.deepEqual(toFunctionConfig([{ path: "/a", methods: ["GET"] }, { path: "/a" }]).path, ["/a", "/a/*"]);
});

test("files that a function hides are left out", () => {
  const settings = { name: "f", abi: "stdio", limits: DEFAULT_LIMITS } as const;
  const deployment: Deployment = {
    name: "x",
    functions: ["/", "/a", "/b/c"].map((path) => ({ settings, route: { path }, module: "f.wasm", models: null })),
    staticFiles: new Map(
      ["a", "a/index.html", "b/c/d.png", "ab.css", "b/d", "index.html"].map((path) => [path, new Uint8Array(1)]),
    ),
  };
  assert.deepEqual([...withoutHidden(deployment).keys()], ["ab.css", "b/d", "index.html"]);
});
