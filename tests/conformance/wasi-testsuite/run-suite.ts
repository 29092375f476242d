import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { type Result, runProgram } from "./run-program.ts";
import { RUNTIMES, type RuntimeName } from "./runtimes.ts";

export interface SuiteOptions {
  /** A checkout or copy of the public suite: every folder named `testsuite` in it that holds programs is run. */
  readonly folder: string;
  readonly runtime: RuntimeName;
  /** Instead of the runtime's own command. */
  readonly command?: readonly string[];
  /** Only programs whose name contains this. */
  readonly only?: string;
}

export interface SuiteResult {
  readonly results: readonly Result[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** Programs of these folders speak preview 2 or 3, which is another interface. */
const OTHER_PREVIEWS = /wasip[23]/;

/** @throws Error when the folder holds no program */
export function runSuite({ folder, runtime: name, command, only = "" }: SuiteOptions): SuiteResult {
  const files = findPrograms(resolve(folder));
  if (files.length === 0) throw new Error(`no programs (testsuite/**/*.wasm) in ${folder}`);
  const reasons = readSkipList();
  const runtime = RUNTIMES[name];
  const results: Result[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const file of files) {
    const program = relative(resolve(folder), file).replace(/\.wasm$/, "");
    if (!program.includes(only)) continue;
    const reason = reasons[basename(program)];
    if (reason !== undefined) skipped.push({ name: program, reason });
    else results.push(runProgram(program, file, runtime, command ?? runtime.command));
  }
  return { results, skipped };
}

function findPrograms(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wasm") && /(^|[/\\])testsuite[/\\]/.test(`${basename(folder)}/${path}`))
    .filter((path) => !OTHER_PREVIEWS.test(path))
    .sort()
    .map((path) => join(folder, path));
}

/** Programs that are not run, each with the reason why. Empty is the goal. */
function readSkipList(): Record<string, string> {
  return JSON.parse(readFileSync(new URL("./skip.json", import.meta.url), "utf8"));
}
