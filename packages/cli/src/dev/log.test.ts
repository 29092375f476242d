import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { SandpiperError } from "@sandpiper/core";
import { BuildError } from "../build/build-error.ts";
import { createHumanLog, createJsonLog, type DevLog } from "./log.ts";
import type { RequestRecord } from "./request-record.ts";

const record: RequestRecord = {
  time: new Date(2026, 0, 2, 3, 4, 5),
  method: "POST",
  path: "/gray?a=1",
  name: "gray",
  id: "the-id",
  error: new SandpiperError("E_GUEST_TRAP", "unreachable", { hint: "mend it" }),
  stderr: "one\n\u001b[31mtwo\u0007\n",
  stderrDropped: 2048,
  status: 502,
  durationMs: 12.3456,
  bytes: 1536,
};

async function printed(create: (stream: NodeJS.WriteStream) => DevLog, use: (log: DevLog) => void): Promise<string> {
  const stream = new PassThrough();
  use(create(stream as unknown as NodeJS.WriteStream));
  await setImmediate();
  return stream.read()?.toString() ?? "";
}

test("for people: one tidy line, its logs and its error below; nothing that moves their terminal", async () => {
  assert.equal(
    await printed(createHumanLog, (log) => log.request(record)),
    [
      "03:04:05 POST /gray?a=1 502 12 ms 1.5 KiB",
      "  | one",
      "  | \\x1b[31mtwo\\x07",
      "  | ... 2 KiB more not kept",
      "  error[E_GUEST_TRAP]: unreachable",
      "    next: mend it",
      "",
    ].join("\n"),
  );
});

test("a failed build shows what the compiler said", async () => {
  const error = new BuildError("gray does not build", "error: expected `;`\n --> src/main.rs:3\n", "mend it");
  assert.equal(
    await printed(createHumanLog, (log) => log.problem(error, "gray is not built")),
    "gray is not built:\nerror: expected `;`\n --> src/main.rs:3\nerror[E_BUILD]: gray does not build\n  next: mend it\n",
  );
  const json = JSON.parse(await printed(createJsonLog, (log) => log.problem(error)));
  assert.match(json.error.output, /main\.rs:3/);
});

test("for programs: one object a line", async () => {
  const text = await printed(createJsonLog, (log) => {
    log.request(record);
    log.note("hello", "listening", { url: "http://x" });
    log.problem(new SandpiperError("E_BUILD", "no"), "gray");
  });
  const [request, note, problem] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    { ...request, time: 0 },
    {
      time: 0,
      event: "request",
      method: "POST",
      path: "/gray?a=1",
      status: 502,
      durationMs: 12.346,
      bytes: 1536,
      function: "gray",
      id: "the-id",
      error: { code: "E_GUEST_TRAP", message: "unreachable", hint: "mend it" },
      stderr: "one\n\u001b[31mtwo\u0007\n",
      stderrDropped: 2048,
    },
  );
  assert.deepEqual([note.event, note.url, problem.error.code], ["listening", "http://x", "E_BUILD"]);
});
