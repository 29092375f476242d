import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRoute } from "../config/route.ts";
import { findRoute } from "./find-route.ts";
import { someFunction } from "./testing.fixture.ts";

const ROUTES = ["/a", "/a/b", "GET /m", "POST /m", "PUT,DELETE /n", "/"];
const functions = ROUTES.map((text) => ({
  definition: someFunction({ name: text, route: parseRoute(text) }),
  moduleBytes: 0,
  error: null,
  invoke: null,
}));

/** The route that answers, and what it is mounted at; or what is allowed. */
function who(path: string, method: string, among = functions): string | undefined {
  const match = findRoute(among, path, method);
  if (!match) return undefined;
  if ("found" in match) return `${match.found.definition.name} at "${match.mount}"`;
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
  ["GET", "/m", 'GET /m at "/m"'],
  ["HEAD", "/m", 'GET /m at "/m"'],
  ["POST", "/m/x", 'POST /m at "/m"'],
  ["PATCH", "/m", "allow GET,HEAD,POST"],
  ["GET", "/n", "allow DELETE,PUT"],
  ["GET", "/", '/ at ""'],
];

for (const [method, path, expected] of CASES) {
  test(`${method} ${path}: ${expected}`, () => assert.equal(who(path, method), expected));
  test(`${method} ${path}, in whatever order of functions`, () => {
    assert.equal(who(path, method, functions.toReversed()), expected);
  });
}

test("nobody answers", () => assert.equal(who("/x", "GET", functions.slice(0, 2)), undefined));
