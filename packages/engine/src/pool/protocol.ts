import type { RunStats, SerializedError } from "@sandpiper/core";
import type { GuestInput } from "../run/run-instance.ts";
import type { RunnableModule } from "../run/runnable-module.ts";

/** One invocation on its way to a worker. */
export interface Work<M extends RunnableModule = RunnableModule> {
  /** Counts up from 1 for each worker, so that an answer and the run's status can be told from an earlier one. */
  readonly run: number;
  /** The pool's number of the module. */
  readonly module: number;
  /** The module itself, when the worker does not have it. */
  readonly install: M | null;
  /** Modules the worker may forget. */
  readonly forget: readonly number[];
  readonly input: GuestInput;
}

/** How the invocation ended, on its way back. */
export interface Answer {
  readonly run: number;
  readonly exitCode: number | null;
  readonly error: SerializedError | null;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly stats: RunStats;
}
