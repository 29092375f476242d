import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../tests/clouds/support/start-server.ts";

export interface Start {
  readonly command: readonly string[];
  readonly cwd: string;
  /** Added to this process's own, with `PORT` and `HOST`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Between two attempts to reach a program that does not listen yet. Milliseconds. */
const POLL_MS = 2;
const MOST_MS = 60_000;
/** A server ends by itself within this. */
const STOP_MS = 5_000;

/** Milliseconds. */
export interface AnswerTimes {
  /** From the start of the process to the end of its first answer. */
  readonly first: number;
  /** Of the same request, asked again. */
  readonly next: number;
}

/**
 * Starts a server and asks it until it answers, and once more.
 * @throws when it ends or answers with an error
 */
export async function timeAnswers(
  toStart: (port: number) => Start | Promise<Start>,
  path: string,
  body: Buffer,
): Promise<AnswerTimes> {
  const port = await freePort();
  const { command, cwd, env } = await toStart(port);
  const started = performance.now();
  const child = spawn(command[0]!, command.slice(1), {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env, PORT: String(port), HOST: "127.0.0.1" },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  try {
    for (;;) {
      const status = await ask(port, path, body);
      const took = performance.now() - started;
      if (status === 200) return { first: took, next: await timeNext(port, path, body) };
      if (status !== null) throw new Error(`${path} answered ${status}`);
      if (child.exitCode !== null || took > MOST_MS) throw new Error(`${command.join(" ")} does not answer`);
      await sleep(POLL_MS);
    }
  } finally {
    await end(child);
  }
}

async function timeNext(port: number, path: string, body: Buffer): Promise<number> {
  const started = performance.now();
  const status = await ask(port, path, body);
  if (status !== 200) throw new Error(`${path} answered ${status} when asked again`);
  return performance.now() - started;
}

/** The status of an answer that is all there; null while nobody listens. */
function ask(port: number, path: string, body: Buffer): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/octet-stream", "content-length": body.length };
    const asked = request({ host: "127.0.0.1", port, path, method: "POST", agent: false, headers });
    asked.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNREFUSED" || error.code === "ECONNRESET" ? resolve(null) : reject(error),
    );
    asked.on("response", (answer) => buffer(answer).then(() => resolve(answer.statusCode!), reject));
    asked.end(body);
  });
}

/** It is asked to first: what a container runs outlives a `runc` that is killed, which can hand nothing on. */
async function end(child: ChildProcess): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      // All that it started too, such as the program that a task runs.
      process.kill(-child.pid!, name);
    } catch {
      // None of them is left.
    }
  };
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    signal("SIGTERM");
    const timer = setTimeout(() => signal("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  }
  signal("SIGKILL");
}
