import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptModules } from "./kept-modules.ts";

test("a module is sent once, and the one not used for longest makes room", () => {
  const modules = new KeptModules(2);
  assert.deepEqual(modules.use(1), { isNew: true, forget: [] });
  assert.deepEqual(modules.use(2), { isNew: true, forget: [] });
  assert.deepEqual(modules.use(1), { isNew: false, forget: [] });
  assert.deepEqual(modules.use(3), { isNew: true, forget: [2] });
  assert.deepEqual([modules.has(1), modules.has(2), modules.has(3)], [true, false, true]);
  assert.deepEqual(modules.use(2), { isNew: true, forget: [1] });
});
