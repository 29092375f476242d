import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Server {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

const CLI = fileURLToPath(new URL("../packages/cli/bin/sandpiper.js", import.meta.url));

const peer = (name: string): string => fileURLToPath(new URL(`./peers/${name}`, import.meta.url));

/** The built `sandpiper dev` with a project. */
export const startSandpiper = (project: string): Promise<Server> =>
  startServer([process.execPath, CLI, "dev", project, "--port", "0"]);

export const startSpawning = (command: readonly string[]): Promise<Server> =>
  startServer([process.execPath, peer("spawn-server.ts"), ...command]);

export const startPlain = (): Promise<Server> => startServer([process.execPath, peer("plain-server.ts")]);

/** Starts a program that prints its address when it serves. */
export async function startServer([command, ...args]: readonly string[]): Promise<Server> {
  const child = spawn(command!, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NO_COLOR: "1" } });
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (output.length > 10_000) return;
      output += chunk.toString();
      const match = /http:\/\/[\d.]+:\d+/.exec(output);
      if (match) resolve(match[0]);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ${args.join(" ")} ended with ${code}`)));
  });
  return {
    url,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}
