import type { RunnableModule } from "../run/runnable-module.ts";
import type { Deadline } from "./deadline.ts";
import type { Answer } from "./protocol.ts";
import type { RunStatus } from "./run-status.ts";
import type { Task } from "./task.ts";

export interface Running<M extends RunnableModule = RunnableModule> {
  readonly task: Task<M>;
  readonly run: number;
  readonly sentAt: number;
  readonly deadline: Deadline;
  /** Set when the caller no longer waits: stop it then if it is still running. */
  stopAt: number | null;
}

/** What runs one invocation at a time and can be stopped: a thread, a process. */
export interface PoolWorker<M extends RunnableModule> {
  state: "booting" | "idle" | "busy" | "stopping";
  running: Running<M> | null;
  readonly status: RunStatus;
  /** Whether it has the module of this number. */
  has(module: number): boolean;
  /**
   * Sends it a task; it must be idle.
   * @throws Error when the input cannot be sent; it stays idle then
   */
  start(task: Task<M>): Running<M>;
  /** An answer that has come but was not yet told. */
  takeAnswer(): Answer | null;
  /** Ends it, whatever it does. */
  stop(): Promise<void>;
}

export interface PoolWorkerEvents<M extends RunnableModule> {
  ready(worker: PoolWorker<M>): void;
  answer(worker: PoolWorker<M>, answer: Answer): void;
  /** It is gone, however it came to that. */
  exit(worker: PoolWorker<M>, error: Error | null): void;
}
