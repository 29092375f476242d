import assert from "node:assert/strict";
import { test } from "node:test";
import { findRoute, type Route } from "./route.ts";

const routes: readonly Route[] = [
  { path: "/a" },
  { path: "/a/b" },
  { path: "/m", methods: ["GET", "HEAD"] },
  { path: "/m", methods: ["POST"] },
  { path: "/n", methods: ["PUT", "DELETE"] },
  { path: "/" },
];

/** The route that answers, and what it is mounted at; or what is allowed. */
function who(path: string, method: string, among = routes): string | undefined {
  const match = findRoute(among, (route) => route, path, method);
  if (!match) return undefined;
  if ("found" in match) return `${[...(match.found.methods ?? []), match.found.path].join(" ")} at "${match.mount}"`;
  return `allow ${match.allow.toSorted().join()}`;
}

const CASES: readonly [string, string, string][] = [
  ["GET", "/a", '/a at "/a"'],
  ["GET", "/a/", '/a at "/a"'],
  ["GET", "/a/x", '/a at "/a"'],
  ["GET", "/ab", '/ at ""'],
  ["GET", "/a/b", '/a/b at "/a/b"'],
  ["GET", "/a/b/c", '/a/b at "/a/b"'],
  ["GET", "/a/bc", '/a at "/a"'],
  ["GET", "/m", 'GET HEAD /m at "/m"'],
  ["HEAD", "/m", 'GET HEAD /m at "/m"'],
  ["POST", "/m/x", 'POST /m at "/m"'],
  ["PATCH", "/m", "allow GET,HEAD,POST"],
  ["GET", "/n", "allow DELETE,PUT"],
  ["GET", "/", '/ at ""'],
];

for (const [method, path, expected] of CASES) {
  test(`${method} ${path}: ${expected}`, () => assert.equal(who(path, method), expected));
  test(`${method} ${path}, in whatever order of routes`, () => {
    assert.equal(who(path, method, routes.toReversed()), expected);
  });
}

test("nobody answers", () => assert.equal(who("/x", "GET", routes.slice(0, 2)), undefined));
