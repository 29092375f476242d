import assert from "node:assert/strict";
import { test } from "node:test";
import { toVercelRoutes } from "./routes.ts";

/** Where a path goes that is no file. */
function destinationOf(path: string, routes: readonly string[]): string | undefined {
  const found = toVercelRoutes(
    routes.map((route) => ({ path: route })),
    "/program",
  ).find((route) => "dest" in route && new RegExp(route.src, route.caseSensitive ? "" : "i").test(path));
  return found && "dest" in found ? found.dest : undefined;
}

test("a function has its path and what lies below it, and nothing else", () => {
  for (const path of ["/a", "/a/", "/a/b/c.png", "/b.c/d"]) {
    assert.equal(destinationOf(path, ["/a", "/b.c"]), "/program", path);
  }
  for (const path of ["/", "/ab", "/x/a", "/A", "/bxc", "/index.html"]) {
    assert.equal(destinationOf(path, ["/a", "/b.c"]), undefined, path);
  }
});

test("files go before a function at the root, and after every other", () => {
  const routes = toVercelRoutes([{ path: "/" }, { path: "/a", methods: ["GET"] }, { path: "/a" }], "/program");
  assert.deepEqual(routes, [
    { src: "^/a(?:/.*)?$", caseSensitive: true, dest: "/program" },
    { src: "^/.*$", headers: { "x-content-type-options": "nosniff" }, continue: true },
    { handle: "filesystem" },
    { src: "^/.*$", dest: "/program" },
  ]);
});
