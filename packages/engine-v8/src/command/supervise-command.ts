import { Worker } from "node:worker_threads";
import { SandpiperError, type SerializedError } from "@sandpiper/core";
import { type Command, type CommandExit, timeoutError } from "@sandpiper/engine";
import { type CallerTicket, type InferenceService, toWorkerArguments } from "@sandpiper/nn/threads";
import type { CompiledModule } from "../compile/compiled-module.ts";

export interface CommandBoot {
  readonly command: Command<CompiledModule>;
  readonly inference: CallerTicket | null;
}

/** What the worker tells: first that it begins, at last how it ended. */
export type CommandMessage =
  | { readonly kind: "begin" }
  | { readonly kind: "end"; readonly exit: Omit<CommandExit, "error"> & { readonly error: SerializedError | null } }
  /** It could not begin. */
  | { readonly kind: "failed"; readonly error: SerializedError };

const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./command-worker.ts" : "./command-worker.js", import.meta.url);
/** A thread ends at once when it is stopped, unless a system call holds it. */
const STOP_WITHIN_MS = 500;

/**
 * Runs a command in a worker and stops it at its deadline.
 * @param timeoutMs null lets it run for ever
 * @throws what `executeCommand` does
 */
export async function superviseCommand(
  command: Command<CompiledModule>,
  timeoutMs: number | null,
  inference: InferenceService | null,
): Promise<CommandExit> {
  const seat = inference?.connect() ?? null;
  const boot: CommandBoot = { command, inference: seat?.shared ?? null };
  const worker = new Worker(ENTRY, {
    name: "sandpiper command",
    workerData: boot,
    transferList: seat?.transfer ?? [],
    execArgv: toWorkerArguments(process.execArgv),
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      worker.on("message", (message: CommandMessage) => {
        if (message.kind === "begin") {
          if (timeoutMs !== null) timer = setTimeout(() => resolve(timedOut(command)), timeoutMs);
        } else if (message.kind === "failed") reject(SandpiperError.fromJSON(message.error));
        else resolve({ ...message.exit, error: message.exit.error && SandpiperError.fromJSON(message.exit.error) });
      });
      worker.on("error", (cause) => reject(died(command, cause)));
      worker.on("exit", () => reject(died(command)));
    });
  } finally {
    clearTimeout(timer);
    seat?.close();
    await stop(worker);
  }
}

function timedOut({ module }: Command): CommandExit {
  return { exitCode: null, error: timeoutError(module.name, module.limits, "wall"), backtrace: "" };
}

function died({ module }: Command, cause?: unknown): SandpiperError {
  const reason = cause instanceof Error ? cause.message : "no reason is known";
  return new SandpiperError("E_INTERNAL", `the worker that ran ${module.name} died: ${reason}`, { cause });
}

async function stop(worker: Worker): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, STOP_WITHIN_MS, "late");
  });
  const stopped = await Promise.race([worker.terminate(), late]);
  clearTimeout(timer);
  if (stopped !== "late") return;
  // It waits in a system call, such as a write to a pipe nobody reads. Node would wait for it as the process ends.
  worker.unref();
  process.once("exit", () => process.kill(process.pid, "SIGKILL"));
}
