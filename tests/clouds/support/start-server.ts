import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export { freePort } from "../../../packages/cli/src/dev/target/free-port.ts";

/** How long a tool may take until it answers, and to end: generous, they only catch a hang. */
const START_MS = 120_000;
const STOP_MS = 15_000;
const POLL_MS = 100;
/** For each attempt while it starts: some tools accept before they answer. */
const ATTEMPT_MS = 2_000;

export interface StartOptions {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  /** Added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly port: number;
  /** What is asked until anything answers; default `/`. */
  readonly path?: string;
}

export interface StartedServer {
  readonly url: string;
  readonly child: ChildProcess;
  output(): string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Ends it and all it started. */
  stop(): Promise<void>;
}

/** Starts a program that serves on `127.0.0.1:port`, in a process group of its own, and waits until it answers. */
export async function startServer(options: StartOptions): Promise<StartedServer> {
  const { command, args = [], cwd, env = {}, port, path = "/" } = options;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  let failed: Error | undefined;
  child.once("error", (error) => {
    failed = error;
  });
  const url = `http://127.0.0.1:${port}`;
  const hasEnded = () => failed !== undefined || child.exitCode !== null || child.signalCode !== null;
  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // All of the group have ended.
    }
  };
  const stop = async () => {
    if (hasEnded()) return signal("SIGKILL");
    const ended = once(child, "exit");
    signal("SIGTERM");
    const timer = setTimeout(() => signal("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
    signal("SIGKILL");
  };
  const deadline = Date.now() + START_MS;
  while (!(await answers(url + path))) {
    if (hasEnded() || Date.now() > deadline) {
      await stop();
      throw new Error(`${command} does not answer at ${url}: ${failed?.message ?? child.exitCode}\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { url, child, output: () => output, fetch: (to, init) => fetch(url + to, init), stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(ATTEMPT_MS) })).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
