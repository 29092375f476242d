import { isSandpiperError, SandpiperError, type WasiExit } from "@sandpiper/core";
import { timeoutError } from "../run/to-guest-error.ts";
import type { Running } from "./pool-worker.ts";
import type { Answer } from "./protocol.ts";
import { monotonicNow, type RunStatus } from "./run-status.ts";

/** The end of a run that the worker told of itself. */
export function toAnsweredExit(answer: Answer, running: Running): WasiExit {
  const { exitCode, error, stdout, stderr, stats } = answer;
  return {
    exitCode,
    error: error && SandpiperError.fromJSON(error),
    stdout,
    stderr,
    stats: { ...stats, queueMs: queueMs(running) },
  };
}

/** The end of a run that was over its deadline and is stopped. */
export function toStoppedExit(running: Running, status: RunStatus, over: "wall" | "cpu" | "begin"): WasiExit {
  const { name, limits } = running.task.module;
  const error =
    over === "begin"
      ? new SandpiperError("E_INTERNAL", `a worker never began to run ${name}`)
      : timeoutError(name, limits, over);
  return toExit(error, running, status);
}

/**
 * The end of a run whose worker is gone.
 * @param cause one of ours when the worker knows what the guest did to it
 */
export function toDiedExit(running: Running, status: RunStatus, cause: Error | null): WasiExit {
  const { name } = running.task.module;
  const error = isSandpiperError(cause)
    ? cause
    : new SandpiperError("E_INTERNAL", `the worker that ran ${name} died: ${cause?.message ?? "no reason is known"}`, {
        ...(cause ? { cause } : {}),
      });
  return toExit(error, running, status);
}

/** What is left of a run that could not tell of its end: its standard output is lost, its logs are not. */
function toExit(error: SandpiperError, running: Running, status: RunStatus): WasiExit {
  const begin = status.read(running.run);
  return {
    exitCode: null,
    error,
    stdout: new Uint8Array(0),
    stderr: status.readLog(running.run, running.task.module.limits.logBytes),
    stats: {
      queueMs: queueMs(running),
      instantiateMs: 0,
      runMs: begin ? monotonicNow() - begin.began : 0,
      cpuMs: running.deadline.cpuUsed > 0 ? running.deadline.cpuUsed : null,
      memoryBytes: 0,
      stderrDropped: 0,
    },
  };
}

function queueMs({ task, sentAt }: Running): number {
  return sentAt - task.queuedAt;
}
