import assert from "node:assert/strict";
import { test } from "node:test";
import { suggest } from "./suggest.ts";

const KEYS = ["memory", "timeout", "route", "env"];
const CASES: readonly [string, string | undefined][] = [
  ["memroy", "memory"],
  ["Memory", "memory"],
  ["timeot", "timeout"],
  ["rout", "route"],
  ["enw", "env"],
  ["xyz", undefined],
  ["completely", undefined],
];

for (const [word, meant] of CASES) test(`${word} is ${meant}`, () => assert.equal(suggest(word, KEYS), meant));
