/**
 * Runs the public WASI test suite (the preview 1 programs of WebAssembly/wasi-testsuite, built) with a runtime:
 *
 *   WASI_TESTSUITE=FOLDER node tests/conformance/wasi-testsuite.ts [--runtime NAME] [--command "WORDS"] [--only TEXT] [--json]
 */
import { parseArgs } from "node:util";
import { runSuite, type SuiteResult } from "./wasi-testsuite/run-suite.ts";
import { RUNTIMES, type RuntimeName } from "./wasi-testsuite/runtimes.ts";

const { values } = parseArgs({
  options: {
    runtime: { type: "string", default: "sandpiper" },
    command: { type: "string" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
process.exitCode = main();

function main(): number {
  const folder = process.env.WASI_TESTSUITE;
  if (folder === undefined) return refuse("set WASI_TESTSUITE to a folder with the built suite");
  if (!Object.hasOwn(RUNTIMES, values.runtime))
    return refuse(`--runtime is one of ${Object.keys(RUNTIMES).join(", ")}`);
  const result = runSuite({
    folder,
    runtime: values.runtime as RuntimeName,
    ...(values.command === undefined ? {} : { command: values.command.split(" ") }),
    ...(values.only === undefined ? {} : { only: values.only }),
  });
  console.log(values.json ? JSON.stringify(result, null, 2) : toTable(result));
  return result.results.every(({ passed }) => passed) ? 0 : 1;
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

function toTable({ results, skipped }: SuiteResult): string {
  const failed = results.filter(({ passed }) => !passed);
  return [
    ...results.map(({ name, passed, milliseconds }) => `${passed ? "ok  " : "FAIL"} ${name} (${milliseconds} ms)`),
    ...skipped.map(({ name, reason }) => `skip ${name}: ${reason}`),
    ...failed.map(({ name, reason }) => `\n${name}\n  ${reason.replaceAll("\n", "\n  ")}`),
    "",
    `${results.length - failed.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ].join("\n");
}
