import assert from "node:assert/strict";
import { test } from "node:test";
import { toWorkerArguments } from "./worker-arguments.ts";

test("conditions are kept however they are written, all else is not", () => {
  const given = ["--input-type=module", "--conditions=a", "-C", "b", "--conditions", "c", "-e", "1", "--inspect"];
  assert.deepEqual(toWorkerArguments(given), ["--conditions=a", "--conditions=b", "--conditions=c"]);
});
