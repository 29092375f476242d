import { isSandpiperError, SandpiperError } from "@sandpiper/core";
import {
  type Answer,
  Deadline,
  KeptModules,
  type PoolWorker,
  type PoolWorkerEvents,
  type Running,
  type Task,
} from "@sandpiper/engine/pool";
import type { WasmEdgeInstallation } from "../find/installation.ts";
import type { CreateRelay, Relay } from "../inference/relay.ts";
import type { NativeModule } from "../library/native-module.ts";
import type { FromHost } from "../process/messages.ts";
import { type HostEnd, type HostProcess, startHost } from "../process/start-host.ts";
import { HostStatus } from "./host-status.ts";
import { canWatchCpu, processCpu } from "./process-cpu.ts";
import { toCrashError } from "./to-crash-error.ts";

export interface ProcessWorkerOptions {
  readonly installation: WasmEdgeInstallation;
  /** As many modules stay in a process. */
  readonly modulesKept: number;
  /** Inference for its guests; null where there is none. */
  readonly createRelay: CreateRelay | null;
}

/** This process's side of one host process of the pool: sends it work, one piece at a time, and knows what it has. */
export class ProcessWorker implements PoolWorker<NativeModule> {
  state: PoolWorker<NativeModule>["state"] = "booting";
  running: Running<NativeModule> | null = null;
  readonly status = new HostStatus();
  readonly #host: HostProcess;
  readonly #exited: Promise<void>;
  readonly #events: PoolWorkerEvents<NativeModule>;
  readonly #modules: KeptModules;
  readonly #relay: Relay | null;
  #runs = 0;
  #failure: Error | null = null;

  constructor(
    { installation, modulesKept, createRelay }: ProcessWorkerOptions,
    events: PoolWorkerEvents<NativeModule>,
  ) {
    this.#modules = new KeptModules(modulesKept);
    this.#events = events;
    let exited = (): void => undefined;
    this.#exited = new Promise((resolve) => {
      exited = resolve;
    });
    this.#host = startHost(installation, {
      message: (message) => this.#take(message),
      exit: (end) => {
        this.state = "stopping";
        this.#relay?.close();
        events.exit(this, this.#explain(end));
        exited();
      },
    });
    this.#relay = createRelay?.((answer) => this.#host.send({ kind: "inferred", answer })) ?? null;
  }

  has(module: number): boolean {
    return this.#modules.has(module);
  }

  start(task: Task<NativeModule>): Running<NativeModule> {
    const { limits } = task.module;
    const run = ++this.#runs;
    const { isNew, forget } = this.#modules.use(task.number);
    const install = isNew ? task.module : null;
    this.#host.send({ kind: "work", work: { run, module: task.number, install, forget, input: task.input } });
    const { pid } = this.#host;
    const deadline = new Deadline(limits, run, this.status, canWatchCpu && pid ? () => processCpu(pid) : null);
    this.state = "busy";
    this.running = { task, run, sentAt: performance.now(), deadline, stopAt: null };
    return this.running;
  }

  /** What has come is always told at once. */
  takeAnswer(): Answer | null {
    return null;
  }

  async stop(): Promise<void> {
    this.state = "stopping";
    this.running = null;
    this.#relay?.close();
    this.#host.kill();
    await this.#exited;
  }

  #take(message: FromHost): void {
    if (message.kind === "begin" || message.kind === "log") this.status.note(message);
    else if (message.kind === "answer") this.#events.answer(this, message.answer);
    else if (message.kind === "infer") this.#relay?.ask(message.ask);
    else if (message.kind === "failed") {
      this.#failure = SandpiperError.fromJSON(message.error);
      this.#host.kill();
    } else if (message.kind === "ready" && this.state === "booting") {
      this.state = "idle";
      this.#events.ready(this);
    }
  }

  #explain(end: HostEnd): Error {
    if (isSandpiperError(this.#failure)) return this.#failure;
    return toCrashError(end, this.running?.task.module.name ?? "nothing yet");
  }
}
