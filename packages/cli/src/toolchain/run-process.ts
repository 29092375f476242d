import { spawn } from "node:child_process";
import { SandpiperError } from "@sandpiper/core";

export interface ProcessOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly onStdout?: ((text: string) => void) | undefined;
  readonly onStderr?: ((text: string) => void) | undefined;
  /** Ends the process, and `runProcess` then rejects with `E_CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
  /** What it is ended with; default `SIGTERM`. */
  readonly killSignal?: NodeJS.Signals | undefined;
  /** After this long it is killed and the code is 124, as `timeout` has it. */
  readonly timeoutMs?: number | undefined;
}

export interface ProcessResult {
  /** The exit code; 127 when there is no such program, 124 after `timeoutMs`, 128 and the number of a signal that ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const NOT_FOUND = 127;
const TIMED_OUT = 124;
const KILLED = 128 + 9;

/** Runs a program without input to its end and keeps what it printed. A failure of the program is a result. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const { cwd, env, onStdout, onStderr, signal, killSignal = "SIGTERM", timeoutMs } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled());
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    let timedOut = false;
    const stop = () => child.kill(killSignal);
    signal?.addEventListener("abort", stop, { once: true });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill("SIGKILL");
          }, timeoutMs);
    const keep = (name: "stdout" | "stderr", tell: ((text: string) => void) | undefined) => {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        tell?.(text);
      });
    };
    keep("stdout", onStdout);
    keep("stderr", onStderr);
    const settle = (code: number) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted) reject(cancelled());
      else resolve({ code: timedOut ? TIMED_OUT : code, ...output });
    };
    child.on("error", (error) => {
      output.stderr += `${command}: ${error.message}\n`;
      settle(NOT_FOUND);
    });
    child.on("close", (code) => settle(code ?? KILLED));
  });
}

function cancelled(): SandpiperError {
  return new SandpiperError("E_CANCELLED", "stopped before it was done");
}

/** Calls `tell` with each whole line of a text that comes in pieces. */
export function byLine(tell: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) tell(line);
  };
}

/** The last lines of what a program printed, for a message. */
export function lastLines({ stdout, stderr }: ProcessResult, count = 5): string {
  const text = stderr.trim() === "" ? stdout : stderr;
  return text.trim().split("\n").slice(-count).join("\n");
}
