import { Worker } from "node:worker_threads";
import type { CallerNews } from "./protocol.ts";
import type { ThreadBoot, ThreadReport } from "./thread-main.ts";
import { ThreadState } from "./thread-state.ts";
import { toWorkerArguments } from "./worker-arguments.ts";

export interface InferenceThreadOptions {
  /** Bytes its loaded models may take. */
  readonly memoryBytes: number;
  readonly backends: string | null;
  readonly litert: WebAssembly.Module | null;
  readonly onReport: (report: Exclude<ThreadReport, { pid: number }>) => void;
  /** It ended, however it came to that. */
  readonly onExit: (why: string) => void;
}

/** A process that was killed is gone within a few milliseconds. */
const SEE_OFF_MS = 500;

const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./thread-main.ts" : "./thread-main.js", import.meta.url);

/** The service's side of one inference thread. */
export class InferenceThread {
  readonly number: number;
  readonly state = new ThreadState();
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  /** Processes of its backends. */
  readonly #pids = new Set<number>();
  #onNoProcess: (() => void) | null = null;

  constructor(number: number, { memoryBytes, backends, litert, onReport, onExit }: InferenceThreadOptions) {
    this.number = number;
    const boot: ThreadBoot = { state: this.state.shared, memoryBytes, backends, litert };
    this.#worker = new Worker(ENTRY, {
      name: "sandpiper inference",
      workerData: boot,
      execArgv: toWorkerArguments(process.execArgv),
      // What native libraries print would go to the server's own streams.
      stdout: true,
      stderr: true,
    });
    this.#worker.unref();
    let why = "it was ended";
    this.#worker.on("message", (report: ThreadReport) => {
      if (!("pid" in report)) return onReport(report);
      if (report.state === "started") this.#pids.add(report.pid);
      else this.#pids.delete(report.pid);
      if (this.#pids.size === 0) this.#onNoProcess?.();
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.on("data", (text: Buffer) => onReport({ log: text.toString().trimEnd() }));
    this.#worker.on("error", (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        this.#endProcesses();
        onExit(why);
        resolve();
      });
    });
  }

  meet(news: CallerNews): void {
    this.#worker.postMessage(news, [news.port]);
  }

  /** Only the thread that started a process can see its end off: it is left that much time, unless it computes itself. */
  async #seeProcessesOff(): Promise<void> {
    if (this.#pids.size === 0) return;
    this.#endProcesses();
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onNoProcess = resolve;
      timer = setTimeout(resolve, SEE_OFF_MS);
    });
    clearTimeout(timer);
  }

  #endProcesses(): void {
    for (const pid of this.#pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended, and nobody was left to say so.
      }
    }
  }

  async stop(): Promise<void> {
    await this.#seeProcessesOff();
    void this.#worker.terminate();
    await this.#exited;
  }
}
