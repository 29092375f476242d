import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { SandpiperError } from "@sandpiper/core";

export interface ToolRun {
  readonly cwd: string;
  /** See `DeployTool`. */
  readonly address: RegExp | undefined;
}

export interface ToolResult {
  /** The exit code, or 128 and the number of the signal that ended it. */
  readonly code: number;
  /** Null when it printed none, or printed to the terminal, where it was read already. */
  readonly address: string | null;
}

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a tool with this terminal, so that it may ask and sign in. Where standard output is no terminal, what the tool prints
 * there goes to standard error, and only its address is kept. Signals are passed on, and it is waited for.
 * @throws `E_ENGINE_UNAVAILABLE` when it cannot be started
 */
export function runTool(command: readonly string[], { cwd, address }: ToolRun): Promise<ToolResult> {
  const ownTerminal = process.stdout.isTTY === true;
  return new Promise((resolve, reject) => {
    const pass = (signal: NodeJS.Signals) => {
      // Ctrl-C in a terminal reaches the tool by itself; twice would cut its own clean-up short.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    const settle = () => {
      for (const signal of SIGNALS) process.off(signal, pass);
    };
    // Only now: a signal that comes as soon as the tool runs is for the tool.
    const child: ChildProcess = spawn(command[0]!, command.slice(1), {
      cwd,
      stdio: ["inherit", ownTerminal ? "inherit" : "pipe", "inherit"],
    });
    let printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      process.stderr.write(text);
    });
    child.on("error", (cause) => {
      settle();
      const message = `${command[0]} does not start: ${cause.message}`;
      reject(new SandpiperError("E_ENGINE_UNAVAILABLE", message, { cause }));
    });
    child.on("close", (code, signal) => {
      settle();
      const number = signal === null ? 0 : constants.signals[signal];
      resolve({ code: code ?? 128 + number, address: findAddress(printed, address) });
    });
  });
}

/** The address in what a tool printed: the first group of `pattern`, or the last `https://` one. */
export function findAddress(printed: string, pattern?: RegExp): string | null {
  if (pattern) return pattern.exec(printed)?.[1] ?? null;
  return printed.match(/https:\/\/[^\s"'<>`)\]]+/g)?.at(-1) ?? null;
}
