import { Worker } from "node:worker_threads";
import { memoryLimitError } from "@sandpiper/engine";
import {
  type Answer,
  Deadline,
  KeptModules,
  type PoolWorker,
  type PoolWorkerEvents,
  type Running,
  type Task,
} from "@sandpiper/engine/pool";
import { type CallerSeat, type InferenceService, toWorkerArguments } from "@sandpiper/nn/threads";
import type { CompiledModule } from "../compile/compiled-module.ts";
import type { StrategyName } from "../instance/strategies.ts";
import type { HostEnd } from "./channel.ts";
import type { ChannelName } from "./channels.ts";
import { CHANNELS } from "./channels.ts";
import { SharedRunStatus } from "./shared-run-status.ts";
import { canWatchCpu, workerCpu } from "./thread-cpu.ts";
import type { WorkerBoot } from "./worker-main.ts";

export interface ThreadWorkerOptions {
  readonly strategy: StrategyName;
  readonly channel: ChannelName;
  /** Of the JavaScript heap, in bytes: what is not linear memory. */
  readonly heapBytes: number;
  /** As many modules stay in a worker. */
  readonly modulesKept: number;
  readonly inference: InferenceService | null;
}

const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./worker-main.ts" : "./worker-main.js", import.meta.url);
const MIB = 1024 ** 2;
const YOUNG_GENERATION_MB = 8;

/** The main thread's side of one worker: sends it work, one piece at a time, and knows what it has. */
export class ThreadWorker implements PoolWorker<CompiledModule> {
  state: PoolWorker<CompiledModule>["state"] = "booting";
  running: Running<CompiledModule> | null = null;
  readonly status = new SharedRunStatus();
  readonly #worker: Worker;
  readonly #channel: HostEnd;
  readonly #exited: Promise<void>;
  readonly #modules: KeptModules;
  readonly #seat: CallerSeat | null;
  readonly #askCpu: (() => Promise<number | null>) | null;
  #runs = 0;

  constructor(options: ThreadWorkerOptions, events: PoolWorkerEvents<CompiledModule>) {
    this.#modules = new KeptModules(options.modulesKept);
    this.#channel = CHANNELS[options.channel].open();
    const { shared, transfer } = this.#channel;
    const { strategy, channel } = options;
    this.#seat = options.inference?.connect() ?? null;
    const inference = this.#seat?.shared ?? null;
    const boot: WorkerBoot = { strategy, channel, shared, status: this.status.shared, inference };
    this.#worker = new Worker(ENTRY, {
      name: "sandpiper",
      workerData: boot,
      transferList: [...transfer, ...(this.#seat?.transfer ?? [])],
      env: {},
      execArgv: toWorkerArguments(process.execArgv),
      resourceLimits: {
        maxOldGenerationSizeMb: Math.ceil(options.heapBytes / MIB),
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      },
    });
    this.#worker.unref();
    this.#askCpu = canWatchCpu ? () => workerCpu(this.#worker) : null;
    this.#channel.listen({
      ready: () => {
        if (this.state !== "booting") return;
        this.state = "idle";
        events.ready(this);
      },
      answer: (answer) => events.answer(this, answer),
    });
    let failure: Error | null = null;
    this.#worker.on("error", (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        this.#channel.close();
        this.#seat?.close();
        this.state = "stopping";
        events.exit(this, failure && this.#explain(failure));
        resolve();
      });
    });
  }

  has(module: number): boolean {
    return this.#modules.has(module);
  }

  /** Sends it a task; it must be idle. */
  start(task: Task<CompiledModule>): Running<CompiledModule> {
    const { limits } = task.module;
    const run = ++this.#runs;
    const { isNew, forget } = this.#modules.use(task.number);
    const install = isNew ? task.module : null;
    this.#channel.send({ run, module: task.number, install, forget, input: task.input });
    const deadline = new Deadline(limits, run, this.status, this.#askCpu);
    this.state = "busy";
    this.running = { task, run, sentAt: performance.now(), deadline, stopAt: null };
    return this.running;
  }

  /** An answer that has come but was not yet told. */
  takeAnswer(): Answer | null {
    return this.#channel.takeAnswer();
  }

  /** Ends the thread, whatever it does. */
  async stop(): Promise<void> {
    this.state = "stopping";
    this.running = null;
    this.#seat?.close();
    this.#worker.terminate();
    await this.#exited;
  }

  /** What only this kind of worker knows of its end. */
  #explain(failure: Error): Error {
    const module = this.running?.task.module;
    if (!module || (failure as { code?: unknown }).code !== "ERR_WORKER_OUT_OF_MEMORY") return failure;
    const why = "its garbage-collected objects and tables outgrew their worker's heap";
    return memoryLimitError(module.name, module.limits, why);
  }
}
