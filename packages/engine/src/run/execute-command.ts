import type { SandpiperError, WasiCall } from "@sandpiper/core";
import { execute, NOTHING } from "./execute.ts";
import type { InstanceSource } from "./instance-source.ts";
import { openInference } from "./open-inference.ts";
import { type GuestStreams, openWasi } from "./open-wasi.ts";
import type { RunPlace } from "./run-instance.ts";
import type { RunnableModule } from "./runnable-module.ts";
import { toGuestError } from "./to-guest-error.ts";
import { toBacktrace } from "./trap.ts";

/** Plain data, so that it can be posted to a worker as it is. */
export interface Command<M extends RunnableModule = RunnableModule> {
  readonly module: M;
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
  source: InstanceSource,
  streams: GuestStreams,
  place: Pick<RunPlace, "inference" | "openHostDirectory">,
): CommandExit {
  const log = (line: string) => void streams.stderr.write(new TextEncoder().encode(`${line}\n`));
  const inference = openInference(module, place.inference, place.openHostDirectory, log);
  const wasi = openWasi(module, { args, env }, streams, place.openHostDirectory);
  const { exitCode, thrown, growRefused } = execute(module, source, wasi, inference, null);
  if (thrown === NOTHING) return { exitCode, error: null, backtrace: "" };
  const error = toGuestError(thrown, { ...module, growRefused });
  return { exitCode: null, error, backtrace: toBacktrace(thrown) };
}
