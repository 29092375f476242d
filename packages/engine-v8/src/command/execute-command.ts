import type { SandpiperError, WasiCall } from "@sandpiper/core";
import { createHostDirectory } from "@sandpiper/wasi/node";
import { fresh } from "../instance/fresh.ts";
import { execute, NOTHING } from "../run/execute.ts";
import { type InferencePlace, openInference } from "../run/open-inference.ts";
import { type GuestStreams, openWasi } from "../run/open-wasi.ts";
import type { RunnableModule } from "../run/runnable-module.ts";
import { toGuestError } from "../run/to-guest-error.ts";
import { toBacktrace } from "../run/trap.ts";

/** Plain data, so that it can be posted to a worker as it is. */
export interface Command {
  readonly module: RunnableModule;
  readonly args: WasiCall["args"];
  readonly env: WasiCall["env"];
}

/** How a command ended. Nothing was printed about it yet. */
export interface CommandExit {
  /** The guest's own; null when `error` says what stopped it. */
  readonly exitCode: number | null;
  readonly error: SandpiperError | null;
  /** The guest's functions on the stack when it trapped, as lines; empty when it did not. */
  readonly backtrace: string;
}

/**
 * Runs a command in this thread to its end.
 * @throws `E_CONFIG` for a folder that cannot be opened, or an argument no guest can be told
 */
export function executeCommand(
  { module, args, env }: Command,
  streams: GuestStreams,
  inferencePlace: InferencePlace | null,
): CommandExit {
  const log = (line: string) => void streams.stderr.write(new TextEncoder().encode(`${line}\n`));
  const inference = openInference(module, inferencePlace, createHostDirectory, log);
  const wasi = openWasi(module, { args, env }, streams, createHostDirectory);
  const { exitCode, thrown, growRefused } = execute(module, fresh.createSource(module), wasi, inference, null);
  if (thrown === NOTHING) return { exitCode, error: null, backtrace: "" };
  const error = toGuestError(thrown, { ...module, growRefused });
  return { exitCode: null, error, backtrace: toBacktrace(thrown) };
}
