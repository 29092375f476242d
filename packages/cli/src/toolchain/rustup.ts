import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inPhase, type Progress } from "./progress.ts";
import { lastLines, runProcess } from "./run-process.ts";
import { WASM_TARGET } from "./toolchain.ts";

/** A network that drops packets would keep rustup waiting for minutes. */
const PATIENCE_MS = 60_000;

/** How long a failure is remembered: without internet the next try would fail too, and each costs seconds. */
const REMEMBERED_MS = 12 * 3_600_000;

export interface RustupOptions {
  readonly cwd: string;
  readonly cacheDir: string;
  readonly onProgress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Lets rustup add our target. Null when it did, else why it could not, in a few words. */
export async function addTargetByRustup({ cwd, cacheDir, onProgress, signal }: RustupOptions): Promise<string | null> {
  const there = await runProcess("rustup", ["--version"], { cwd });
  if (there.code !== 0) return "rustup is not installed";
  const memory = join(cacheDir, "rustup-failure.json");
  const remembered = await readFailure(memory);
  if (remembered !== null) return remembered;
  let reason: string | null = null;
  await inPhase(onProgress, `Adding ${WASM_TARGET} by rustup`, async () => {
    const added = await runProcess("rustup", ["target", "add", WASM_TARGET], { cwd, signal, timeoutMs: PATIENCE_MS });
    if (added.code === 0) return;
    const said = /^error: (.*)$/m.exec(added.stderr)?.[1] ?? lastLines(added, 1);
    reason = added.code === 124 ? "rustup did not answer in time" : `rustup could not add it: ${said}`;
  });
  if (reason === null) return null;
  await mkdir(cacheDir, { recursive: true });
  await writeFile(memory, `${JSON.stringify({ at: Date.now(), reason })}\n`);
  return reason;
}

async function readFailure(file: string): Promise<string | null> {
  try {
    const { at, reason } = JSON.parse(await readFile(file, "utf8")) as { at: number; reason: string };
    const age = Date.now() - at;
    return age >= 0 && age < REMEMBERED_MS && typeof reason === "string" ? reason : null;
  } catch {
    return null;
  }
}
