import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Manifest, readManifest } from "./manifest.ts";
import type { Runtime } from "./runtimes.ts";

export interface Result {
  readonly name: string;
  readonly passed: boolean;
  /** What went wrong, in a few lines; empty when it passed. */
  readonly reason: string;
  readonly milliseconds: number;
}

/** Only catches a hang: the longest program of the suite sleeps for 200 ms. */
const TIMEOUT_MS = 60_000;

/** Runs one program in a fresh copy of the directories its manifest names. */
export function runProgram(name: string, file: string, runtime: Runtime, command: readonly string[]): Result {
  const scratch = mkdtempSync(join(tmpdir(), "wasi-testsuite-"));
  const started = performance.now();
  try {
    const reason = run(file, scratch, runtime, command);
    return { name, passed: reason === "", reason, milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    return { name, passed: false, reason: String(error), milliseconds: Math.round(performance.now() - started) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function run(file: string, scratch: string, runtime: Runtime, [program = "", ...first]: readonly string[]): string {
  const manifest = readManifest(file.replace(/\.wasm$/, ".json"));
  const names = manifest.dirs.map((dir) => ({ dir, guest: dir }));
  if (manifest.root !== undefined) names.push({ dir: manifest.root, guest: "/" });
  const dirs = names.map(({ dir, guest }) => {
    const host = join(scratch, dir);
    cpSync(join(dirname(file), dir), host, { recursive: true });
    return { host, guest };
  });
  const args = runtime.toArgs({ file, args: manifest.args, env: manifest.env, dirs });
  const done = spawnSync(program, [...first, ...args], {
    input: manifest.stdin,
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
    cwd: scratch,
  });
  if (done.error !== undefined) return String(done.error);
  return explain(manifest, done.status, done.stdout.toString(), done.stderr.toString());
}

/** What differs from what the manifest asks for; empty when nothing does. */
export function explain(manifest: Manifest, status: number | null, stdout: string, stderr: string): string {
  const differences: string[] = [];
  if (status !== manifest.exitCode) differences.push(`exit code ${status}, not ${manifest.exitCode}`);
  for (const [stream, got] of Object.entries({ stdout, stderr })) {
    const wanted = manifest[stream as "stdout" | "stderr"];
    if (wanted !== undefined && got !== wanted) {
      differences.push(`${stream} ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
    }
  }
  if (differences.length > 0 && stderr.trim() !== "") differences.push(stderr.trim());
  return differences.join("\n");
}
