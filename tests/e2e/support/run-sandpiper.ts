import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { SANDPIPER } from "./dev-server.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line to its end. */
export async function sandpiper(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child: ChildProcess = spawn(process.execPath, [SANDPIPER, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdio: "pipe",
  });
  // A guest that does not read its input ends before all of it is written.
  child.stdin!.on("error", () => {});
  child.stdin!.end(options.input ?? "");
  const [[code], stdout, stderr] = await Promise.all([
    once(child, "close"),
    buffer(child.stdout!),
    buffer(child.stderr!),
  ]);
  return { code, stdout, stderr: stderr.toString() };
}
