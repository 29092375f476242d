import assert from "node:assert/strict";
import { test } from "node:test";
import { isSandpiperError } from "@sandpiper/core";
import { parseConfig } from "./parse-config.ts";

const refusal = (value: unknown) => {
  try {
    parseConfig(value, "c.json");
  } catch (error) {
    assert.ok(isSandpiperError(error));
    assert.equal(error.code, "E_CONFIG");
    return error;
  }
  assert.fail("was taken");
};

test("units become bytes and milliseconds, routes their parts", () => {
  const config = parseConfig(
    { functions: { gray: { memory: "64MiB", timeout: "1.5s", route: "GET,POST /g/x", maxBody: "1kB" } } },
    "c.json",
  );
  assert.deepEqual(config.functions?.gray, {
    memory: 64 * 1024 ** 2,
    timeout: 1500,
    route: { path: "/g/x", methods: ["GET", "POST", "HEAD"] },
    maxBody: 1000,
  });
});

const REFUSED: readonly [string, unknown, RegExp, RegExp?][] = [
  ["no object", 3, /holds no settings object/, /defineConfig/],
  ["a list", [], /holds no settings object/],
  [
    "unknown key",
    { functoins: {} },
    /^c\.json: functoins: unknown key; did you mean "functions"\?$/,
    /Known here: .*static/,
  ],
  [
    "unknown key of a function",
    { functions: { gray: { memroy: "1MiB" } } },
    /^c\.json: functions\.gray\.memroy: unknown key; did you mean "memory"\?$/,
  ],
  [
    "a key like no other",
    { functions: { a: { zzzzzzzz: 1 } } },
    /functions\.a\.zzzzzzzz: unknown key$/,
    /memory, timeout/,
  ],
  [
    "unknown key of a folder",
    { functions: { a: { dirs: [{ host: ".", guest: "/", ro: true }] } } },
    /functions\.a\.dirs\.0\.ro/,
  ],
  [
    "wrong unit",
    { functions: { a: { memory: "64MegaByte" } } },
    /functions\.a\.memory: "64MegaByte" is not a size/,
    /MiB/,
  ],
  ["no unit", { functions: { a: { timeout: "5" } } }, /functions\.a\.timeout: "5" is not a duration/, /500ms, 5s/],
  [
    "a number where a unit belongs",
    { functions: { a: { timeout: 5 } } },
    /functions\.a\.timeout: is not a duration .*"5s"/,
  ],
  ["too much", { functions: { a: { memory: "5GiB" } } }, /functions\.a\.memory: is more than 4GiB/],
  ["too long", { functions: { a: { timeout: "25h" } } }, /functions\.a\.timeout: is more than 24h/],
  ["wrong type", { static: 5 }, /static: is not a text/],
  ["a function that is none", { functions: { a: "x.wasm" } }, /functions\.a: is not an object/],
  ["missing key", { functions: { a: { dirs: [{ host: "." }] } } }, /functions\.a\.dirs\.0\.guest: is missing/],
  [
    "relative guest path",
    { functions: { a: { dirs: [{ host: ".", guest: "x" }] } } },
    /guest: does not begin with a slash/,
  ],
  ["bad name", { functions: { Bad_Name: {} } }, /functions\.Bad_Name: is not a name: lower-case/],
  [
    "bad route",
    { functions: { a: { route: "grayscale" } } },
    /functions\.a\.route: "grayscale" is not a route/,
    /POST \/gray/,
  ],
  ["dots in a route", { functions: { a: { route: "/../x" } } }, /not a route/],
  ["no such method", { functions: { a: { route: "FETCH /x" } } }, /no method FETCH/],
  ["reserved route", { functions: { a: { route: "/_sandpiper/x" } } }, /itself/],
  ["bad abi", { functions: { a: { abi: "http" } } }, /functions\.a\.abi: is neither "stdio" nor "cgi"/],
  ["bad media type", { functions: { a: { contentType: "png" } } }, /contentType: is not a media type/],
  [
    "number in the environment",
    { functions: { a: { env: { N: 1 } } } },
    /functions\.a\.env\.N: is not a text; write numbers/,
  ],
  ["bad variable", { functions: { a: { env: { "A=B": "1" } } } }, /is not a variable's name/],
  ["port", { port: 70_000 }, /port: is not a port number/],
  ["port as text", { port: "80" }, /port: is not a port number/],
  ["no workers", { workers: 0 }, /workers: is not a whole number/],
  ["several", { port: -1, workers: 0 }, /\(and 1 more\)$/],
];

for (const [what, value, message, hint] of REFUSED) {
  test(`refused: ${what}`, () => {
    const error = refusal(value);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    if (hint) assert.match(error.hint ?? "", hint);
  });
}
