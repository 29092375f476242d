import { type LoadedModule, SandpiperError, type WasiCall, type WasiExit } from "@sandpiper/core";
import type { RunnableModule } from "../run/runnable-module.ts";
import { Alarm } from "./alarm.ts";
import { toAnsweredExit, toDiedExit, toStoppedExit } from "./ends.ts";
import type { PoolWorker, PoolWorkerEvents, Running } from "./pool-worker.ts";
import type { Answer } from "./protocol.ts";
import { Task } from "./task.ts";
import { WorkerStarts } from "./worker-starts.ts";

export interface PoolOptions {
  /** As many invocations run at the same time. */
  readonly workers: number;
  /** More workers than that, kept ready to take the place of one that was stopped. */
  readonly spares: number;
  /** As many invocations wait for a worker. */
  readonly maxQueue: number;
  /** An invocation that waited so long is refused. */
  readonly maxQueueMs: number;
}

/** A guest whose caller is gone has this long to end by itself, which is cheaper than a new worker. */
const CANCEL_GRACE_MS = 25;
/** A worker that is stuck in a system call cannot be stopped; closing does not wait for it longer. */
const CLOSE_WITHIN_MS = 2000;

/** The workers, the queue in front of them, and the clock over them. */
export class Pool<M extends RunnableModule> {
  readonly #options: PoolOptions;
  readonly #createWorker: (events: PoolWorkerEvents<M>) => PoolWorker<M>;
  readonly #workers = new Set<PoolWorker<M>>();
  readonly #idle: PoolWorker<M>[] = [];
  readonly #busy = new Set<PoolWorker<M>>();
  readonly #queue = new Set<Task<M>>();
  readonly #alarm = new Alarm((now) => this.#supervise(now));
  readonly #starts: WorkerStarts;
  #closed = false;

  constructor(options: PoolOptions, createWorker: (events: PoolWorkerEvents<M>) => PoolWorker<M>) {
    this.#options = options;
    this.#createWorker = createWorker;
    this.#starts = new WorkerStarts(() => this.#fill());
    this.#fill();
  }

  /** Live workers, those being started and stopped included. */
  get size(): number {
    return this.#workers.size;
  }

  run(number: number, module: M, call: WasiCall): ReturnType<LoadedModule["run"]> {
    const refused = this.#refusal(module.name, call.signal);
    if (refused) return Promise.reject(refused);
    const task = new Task(number, module, { args: call.args, env: call.env, stdin: call.stdin });
    if (call.signal) task.listen(call.signal, () => this.#cancel(task));
    this.#queue.add(task);
    this.#dispatch();
    if (this.#queue.has(task)) {
      this.#alarm.set(task.queuedAt + this.#options.maxQueueMs);
      this.#fill();
    }
    this.#hold();
    return task.promise;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const reason = closedError();
    for (const task of this.#queue) task.fail(reason);
    for (const worker of this.#busy) worker.running?.task.fail(reason);
    this.#queue.clear();
    this.#busy.clear();
    this.#idle.length = 0;
    this.#alarm.stop();
    this.#starts.stop();
    const stopped = Promise.all(Array.from(this.#workers, (worker) => worker.stop()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, CLOSE_WITHIN_MS);
    });
    await Promise.race([stopped, late]);
    clearTimeout(timer);
  }

  #refusal(name: string, signal: AbortSignal | undefined): SandpiperError | null {
    if (this.#closed) return closedError();
    if (signal?.aborted) return cancelledError(name);
    const broken = this.#idle.length + this.#busy.size === 0 ? this.#starts.brokenBy : null;
    if (broken) return brokenError(broken);
    if (this.#queue.size < this.#options.maxQueue) return null;
    if (this.#queue.size === 0 && this.#idle.length > 0 && this.#busy.size < this.#options.workers) return null;
    return new SandpiperError("E_OVERLOADED", `every worker is busy and ${this.#queue.size} invocations wait`, {
      hint: "Try again in a moment.",
    });
  }

  #dispatch(): void {
    while (this.#queue.size > 0 && this.#idle.length > 0 && this.#busy.size < this.#options.workers) {
      const task = this.#queue.values().next().value!;
      this.#queue.delete(task);
      const worker = this.#takeIdle(task.number);
      let running: Running<M>;
      try {
        running = worker.start(task);
      } catch (error) {
        // What was given cannot be cloned, such as input in a detached buffer.
        this.#idle.push(worker);
        task.fail(
          new SandpiperError("E_INTERNAL", `the input could not be sent to a worker: ${error}`, { cause: error }),
        );
        continue;
      }
      this.#busy.add(worker);
      this.#alarm.set(running.deadline.first);
    }
  }

  /** The one used last, which is warm; rather one that has the module. */
  #takeIdle(module: number): PoolWorker<M> {
    const found = this.#idle.findLastIndex((worker) => worker.has(module));
    return this.#idle.splice(found, 1)[0]!;
  }

  #answered(worker: PoolWorker<M>, answer: Answer): void {
    const { running } = worker;
    if (running?.run !== answer.run) return; // of a run that was given up meanwhile
    worker.running = null;
    worker.state = "idle";
    this.#busy.delete(worker);
    this.#idle.push(worker);
    running.task.end(toAnsweredExit(answer, running));
    this.#dispatch();
    this.#hold();
  }

  #cancel(task: Task<M>): void {
    task.fail(cancelledError(task.module.name));
    if (!this.#queue.delete(task)) {
      const worker = [...this.#busy].find((one) => one.running?.task === task);
      if (worker?.running) {
        worker.running.stopAt = performance.now() + CANCEL_GRACE_MS;
        this.#alarm.set(worker.running.stopAt);
      }
    }
    this.#hold();
  }

  /** Does all that is due and returns when to look again. */
  #supervise(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const worker of [...this.#busy]) next = Math.min(next, this.#look(worker, now));
    for (const task of this.#queue) {
      const until = task.queuedAt + this.#options.maxQueueMs;
      if (now < until) {
        next = Math.min(next, until);
        break;
      }
      this.#queue.delete(task);
      task.fail(new SandpiperError("E_OVERLOADED", "no worker was free in time", { hint: "Try again in a moment." }));
    }
    this.#hold();
    return next;
  }

  #look(worker: PoolWorker<M>, now: number): number {
    const running = worker.running;
    if (!running) return Number.POSITIVE_INFINITY;
    const { run, deadline, stopAt } = running;
    const verdict = deadline.look(now, () => {
      if (worker.running?.run === run) this.#alarm.set(performance.now());
    });
    if (stopAt !== null && now < stopAt) return stopAt;
    if (stopAt === null && "lookAgain" in verdict) return verdict.lookAgain;
    // This thread may be late itself: who has answered was in time.
    const answer = worker.takeAnswer();
    if (answer) {
      this.#answered(worker, answer);
      return worker.running === null ? Number.POSITIVE_INFINITY : this.#look(worker, now);
    }
    this.#giveUp(worker, toStoppedExit(running, worker.status, "over" in verdict ? verdict.over : "wall"));
    return Number.POSITIVE_INFINITY;
  }

  #giveUp(worker: PoolWorker<M>, exit: WasiExit): void {
    const task = worker.running?.task;
    this.#busy.delete(worker);
    worker.stop();
    task?.end(exit);
    this.#dispatch();
  }

  #exited(worker: PoolWorker<M>, error: Error | null, wasReady: boolean): void {
    this.#workers.delete(worker);
    this.#busy.delete(worker);
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
    const { running } = worker;
    worker.running = null;
    running?.task.end(toDiedExit(running, worker.status, error));
    if (this.#closed) return;
    if (!wasReady) this.#starts.failed(error ?? new Error("it ended before it was ready"));
    const broken = this.#idle.length + this.#busy.size === 0 ? this.#starts.brokenBy : null;
    if (broken) {
      for (const task of this.#queue) task.fail(brokenError(broken));
      this.#queue.clear();
    }
    this.#fill();
    this.#dispatch();
    this.#hold();
  }

  /** Starts workers that are missing: one after the other, or as many at once as there are invocations waiting. */
  #fill(): void {
    const { workers, spares } = this.#options;
    while (!this.#closed && this.#workers.size < workers + spares && this.#starts.mayStart(this.#queue.size)) {
      this.#starts.begun();
      let ready = false;
      const worker = this.#createWorker({
        ready: (one) => {
          ready = true;
          this.#starts.succeeded();
          this.#idle.unshift(one);
          this.#fill();
          this.#dispatch();
        },
        answer: (one, answer) => this.#answered(one, answer),
        exit: (one, error) => this.#exited(one, error, ready),
      });
      this.#workers.add(worker);
    }
  }

  /** The process stays alive as long as somebody waits for an answer, and no longer. */
  #hold(): void {
    this.#alarm.hold(this.#queue.size + this.#busy.size > 0);
  }
}

function closedError(): SandpiperError {
  return new SandpiperError("E_ENGINE_UNAVAILABLE", "the engine is closed");
}

function cancelledError(name: string): SandpiperError {
  return new SandpiperError("E_CANCELLED", `the call of ${name} was cancelled`);
}

function brokenError(cause: Error): SandpiperError {
  return new SandpiperError("E_ENGINE_UNAVAILABLE", `no worker starts: ${cause.message}`, { cause });
}
