/* What runs in the worker of a command with a deadline: one guest, with the process's own streams. */
import { parentPort, workerData } from "node:worker_threads";
import { toSandpiperError } from "@sandpiper/core";
import { executeCommand } from "@sandpiper/engine";
import { HOST_MODULES } from "@sandpiper/nn";
import { joinInference } from "@sandpiper/nn/threads";
import type { InputStream } from "@sandpiper/wasi";
import { createHostDirectory, createStderr, createStdin, createStdout } from "@sandpiper/wasi/node";
import { fresh } from "../instance/fresh.ts";
import type { CommandBoot, CommandMessage } from "./supervise-command.ts";

const boot = workerData as CommandBoot;
Error.stackTraceLimit = 32;

tell({ kind: "begin" });
try {
  const streams = { stdin: stoppable(createStdin()), stdout: createStdout(), stderr: createStderr() };
  const exit = executeCommand(boot.command, fresh.createSource(boot.command.module), streams, {
    inference: boot.inference && { modules: HOST_MODULES, ...joinInference(boot.inference) },
    openHostDirectory: createHostDirectory,
  });
  tell({ kind: "end", exit: { ...exit, error: exit.error?.toJSON() ?? null } });
} catch (error) {
  tell({ kind: "failed", error: toSandpiperError(error).toJSON() });
}

function tell(message: CommandMessage): void {
  parentPort!.postMessage(message);
}

/** A thread can be stopped while it polls, and not while it sits in `read`: so it reads only what is there. */
function stoppable(stdin: InputStream): InputStream {
  return {
    ...stdin,
    read(into) {
      stdin.poll?.(Number.POSITIVE_INFINITY);
      return stdin.read(into);
    },
  };
}
