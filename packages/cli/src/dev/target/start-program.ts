import { type ChildProcess, fork, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";
import { toWorkerArguments } from "@sandpiper/nn/threads";
import type { Target } from "@sandpiper/targets";
import { findTool } from "../../deploy/find-tool.ts";
import { freePort } from "./free-port.ts";
import { endWithUs, IN_OWN_GROUP, signalGroup } from "./process-group.ts";
import { takeRefusal } from "./refusal-header.ts";

/** How long a program may take until it listens, and to end; generous, they only catch a hang. Milliseconds. */
const START_MS = 30_000;
const STOP_MS = 2_000;
const POLL_MS = 20;

const HOST = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./program-host.ts" : "./program-host.js", import.meta.url),
);

/** What `program-host` is to run. */
export interface HostedProgram {
  /** Package path of the half that stands before the program. */
  readonly gateway: string;
  /** The artifact's; absolute. */
  readonly folder: string;
  /** Name of the header in which an answer says what was refused. Of one program only, so that no guest can say so. */
  readonly refusalHeader: string;
}

/** The port, once it listens. */
export type HostMessage = number;

export interface RunningProgram {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  hasEnded(): boolean;
  /** Takes out of an answer's headers what was refused, as its cloud would; null where nothing was. */
  takeRefusal(headers: Headers): SandpiperError | null;
  /** Has it end by itself, and ends it when it does not. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** A target whose artifact runs on this machine. */
export type RunnableTarget = Target & { readonly local: NonNullable<Target["local"]> };

/** @throws `E_USAGE` for all others */
export function checkRuns(target: Target): asserts target is RunnableTarget {
  if (target.local !== null) return;
  throw new SandpiperError("E_USAGE", `what is made for ${target.title} does not run on this machine`, {
    hint: `Make it with sandpiper build --target ${target.name}, and start it as docs/targets/${target.name}.md says.`,
  });
}

/**
 * Starts an artifact's program, and waits until it listens.
 * @param onLine is told each line that it prints
 * @throws `E_ENGINE_UNAVAILABLE` when what runs it is not here, `E_INTERNAL` when it does not start
 */
export async function startProgram(
  target: RunnableTarget,
  folder: string,
  onLine: (line: string) => void,
): Promise<RunningProgram> {
  const { local, program } = target;
  return "server" in local
    ? startServer(await findTool(local.server), join(folder, program.folder), onLine)
    : startHosted({ gateway: local.gateway, folder, refusalHeader: `x-sandpiper-refusal-${randomUUID()}` }, onLine);
}

async function startHosted(hosted: HostedProgram, onLine: (line: string) => void): Promise<RunningProgram> {
  const child = fork(HOST, [JSON.stringify(hosted)], {
    execArgv: [...toWorkerArguments(process.execArgv), "--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    cwd: hosted.folder,
    ...IN_OWN_GROUP,
  });
  endWithUs(child);
  const last = follow(child, onLine);
  let port: number | undefined;
  child.on("message", (message: HostMessage) => {
    port = message;
  });
  await until(child, last, async () => port !== undefined);
  return { ...control(child), port: port!, takeRefusal: (headers) => takeRefusal(headers, hosted.refusalHeader) };
}

async function startServer(
  [command, ...args]: readonly string[],
  cwd: string,
  onLine: (line: string) => void,
): Promise<RunningProgram> {
  const port = await freePort();
  const child = spawn(command!, args, {
    cwd,
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1" },
    stdio: ["ignore", "pipe", "pipe"],
    ...IN_OWN_GROUP,
  });
  endWithUs(child);
  const last = follow(child, onLine);
  await until(child, last, () => listens(port));
  return { ...control(child), port, takeRefusal: () => null };
}

/** Tells its lines; gives the last of them. */
function follow(child: ChildProcess, onLine: (line: string) => void): () => string {
  let last = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() !== "") last = line;
      onLine(line);
    });
  }
  return () => last;
}

async function until(child: ChildProcess, last: () => string, isSo: () => Promise<boolean>): Promise<void> {
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const deadline = Date.now() + START_MS;
  while (!(await isSo())) {
    const ended = failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    if (ended || Date.now() > deadline) {
      signalGroup(child, "SIGKILL");
      const why = failure?.message ?? (ended ? last() || `it ended with ${child.exitCode ?? child.signalCode}` : "it does not listen");
      throw new SandpiperError("E_INTERNAL", `the program does not start: ${why}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function control(child: ChildProcess): Pick<RunningProgram, "hasEnded" | "stop" | "kill"> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded()) return;
    const ended = once(child, "exit");
    signalGroup(child, signal);
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  };
  return { hasEnded, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const settle = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}
