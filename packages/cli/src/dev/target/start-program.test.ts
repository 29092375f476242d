import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { TARGETS } from "@sandpiper/targets";
import { checkRuns, startProgram } from "./start-program.ts";

/** Answers three requests at once, the last first, and refuses those that say so. */
const GATEWAY = `import { SandpiperError } from ${JSON.stringify(import.meta.resolve("@sandpiper/core"))};
const waiting = [];
export const createLocal = async ({ refuse }) => ({ url }, outgoing) => {
  const message = url + "\\u00e9".repeat(5000);
  waiting.unshift(() => {
    if (url.startsWith("/refused")) refuse(new SandpiperError("E_METHOD", message, { hint: "Ask." }), outgoing);
    outgoing.writeHead(405, { "x-own": "1" }).end();
  });
  if (waiting.length === 3) for (const answer of waiting) answer();
};`;

test("an answer says what was refused of its own request, whatever else is under way", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "sandpiper-program-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const gateway = join(folder, "gateway.mjs");
  writeFileSync(gateway, GATEWAY);
  const target = { ...TARGETS.vercel!, local: { gateway: pathToFileURL(gateway).href } };
  checkRuns(target);
  const program = await startProgram(target, folder, () => undefined);
  context.after(() => program.kill());
  const paths = ["/refused/1", "/taken", "/refused/2"];
  const taken = await Promise.all(
    paths.map(async (path) => {
      const headers = new Headers((await fetch(`http://127.0.0.1:${program.port}${path}`)).headers);
      const error = program.takeRefusal(headers);
      assert.deepEqual([headers.get("x-own"), program.takeRefusal(headers)], ["1", null]);
      return error && [error.code, error.message.slice(0, 11), error.hint];
    }),
  );
  assert.deepEqual(taken, [["E_METHOD", "/refused/1é", "Ask."], null, ["E_METHOD", "/refused/2é", "Ask."]]);
});
