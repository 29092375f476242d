import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { toWorkerArguments } from "@sandpiper/nn/threads";
import type { WasmEdgeInstallation } from "../find/installation.ts";
import { FrameReader, toFrame } from "./frames.ts";
import type { FromHost, ToHost } from "./messages.ts";
import { CHANNEL_DESCRIPTOR } from "./parent-channel.ts";

const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../host/host-main.ts" : "../host/host-main.js", import.meta.url),
);
/** As much of what it said on standard error is kept, for a message about its death. */
const LAST_WORDS = 2000;

/**
 * V8's own handler for memory faults would meet WasmEdge's; V8 runs no guest there. What JavaScript does is short-lived: without a limit its
 * young objects take 100 MB before they are looked at. The Node of a cloud may be too old to know them all, and does without.
 */
const NODE_OPTIONS = [
  "--disable-warning=ExperimentalWarning",
  "--disable-wasm-trap-handler",
  "--max-semi-space-size=8",
].filter((option) => process.allowedNodeEnvironmentFlags.has(option.split("=")[0]!));

export interface HostEvents {
  message(message: FromHost): void;
  /** It is gone. A null `signal` means it ended by itself. */
  exit(end: HostEnd): void;
}

export interface HostEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to standard error. */
  readonly lastWords: string;
}

export interface HostOptions {
  /** Give it this process's standard streams. */
  readonly inheritStreams?: boolean;
}

/** A process of ours with WasmEdge in it. */
export interface HostProcess {
  readonly pid: number | undefined;
  send(message: ToHost): void;
  /** Ends it, whatever it does. */
  kill(): void;
  /** Whether it keeps this process alive; it does not at first. */
  hold(holding: boolean): void;
}

/**
 * Starts a process of ours with WasmEdge in it, so that a crash in native code is that process's. It is told of work over a
 * socket and dies with it.
 */
export function startHost(
  installation: WasmEdgeInstallation,
  events: HostEvents,
  options: HostOptions = {},
): HostProcess {
  const { library, loader, host = ENTRY } = installation;
  const [program, ...first] = [...loader, process.execPath];
  const args = [...first, ...NODE_OPTIONS, ...toWorkerArguments(process.execArgv), host, library];
  const streams: StdioOptions = options.inheritStreams
    ? ["inherit", "inherit", "inherit"]
    : ["ignore", "ignore", "pipe"];
  // Ctrl-C is for whoever has the terminal: a guest may end in peace, unless the terminal is the guest's.
  const detached = !options.inheritStreams;
  // Nothing of this machine's environment is the guest's or WasmEdge's business.
  const child: ChildProcess = spawn(program!, args, { stdio: [...streams, "pipe"], env: {}, detached });
  const channel = child.stdio[CHANNEL_DESCRIPTOR] as Duplex & { ref(): void; unref(): void };
  let lastWords = "";
  let told = false;
  const exit = (end: Omit<HostEnd, "lastWords">) => {
    if (told) return;
    told = true;
    channel.destroy();
    events.exit({ ...end, lastWords: lastWords.trim() });
  };
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  const reader = new FrameReader((message) => events.message(message as FromHost));
  channel.on("data", (chunk: Buffer) => reader.push(chunk));
  channel.on("error", () => undefined); // its death is told of below
  child.on("error", (error) => {
    lastWords += error.message;
    exit({ code: null, signal: null });
  });
  // All it said before it died has come by then.
  child.on("close", (code, signal) => exit({ code, signal }));
  const hold = (holding: boolean) => {
    const change = holding ? "ref" : "unref";
    child[change]();
    channel[change]();
    (child.stderr as { ref?(): void; unref?(): void } | null)?.[change]?.();
  };
  hold(false);
  return {
    pid: child.pid,
    send: (message) => void channel.write(toFrame(message)),
    kill: () => void child.kill("SIGKILL"),
    hold,
  };
}
