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
  readonly onReport: (report: ThreadReport) => void;
  /** It ended, however it came to that. */
  readonly onExit: (why: string) => void;
}

const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./thread-main.ts" : "./thread-main.js", import.meta.url);

/** The service's side of one inference thread. */
export class InferenceThread {
  readonly number: number;
  readonly state = new ThreadState();
  readonly #worker: Worker;
  readonly #exited: Promise<void>;

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
    this.#worker.on("message", onReport);
    this.#worker.stdout.resume();
    this.#worker.stderr.on("data", (text: Buffer) => onReport({ log: text.toString().trimEnd() }));
    this.#worker.on("error", (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        onExit(why);
        resolve();
      });
    });
  }

  meet(news: CallerNews): void {
    this.#worker.postMessage(news, [news.port]);
  }

  async stop(): Promise<void> {
    void this.#worker.terminate();
    await this.#exited;
  }
}
