import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const SANDPIPER = fileURLToPath(new URL("../../../packages/cli/bin/sandpiper.js", import.meta.url));

/** How long a server may take until it prints its address: generous, it only catches a hang. */
const START_MS = 60_000;

export interface DevServer {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it printed so far on standard output and standard error. */
  output(): string;
  /** Stops it as Ctrl-C does and waits for its end. */
  stop(): Promise<number | null>;
}

/** Starts the built `sandpiper dev` on a free port and waits until it serves. `env` is added to this process's own. */
export async function startDevServer(
  directory: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<DevServer> {
  const child = spawn(process.execPath, [SANDPIPER, "dev", directory, "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address within ${START_MS} ms:\n${output}`)), START_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const match = /http:\/\/[\w.:[\]]+:\d+/.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(match[0]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`sandpiper dev ended with ${code}:\n${output}`)));
  }).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  return {
    url,
    child,
    output: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, "exit");
      child.kill("SIGINT");
      const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await ended;
      clearTimeout(timer);
      return child.exitCode;
    },
  };
}
