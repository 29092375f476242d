import { Worker } from "node:worker_threads";
import { SandpiperError } from "@sandpiper/core";
import { type CallerSeat, type InferenceService, toWorkerArguments } from "@sandpiper/nn/threads";
import type { InferenceAnswer, InferenceAsk } from "./ask.ts";
import type { Relay } from "./relay.ts";

const ENTRY = new URL(import.meta.url.endsWith(".ts") ? "./relay-thread.ts" : "./relay-thread.js", import.meta.url);

/**
 * Answers what one host process's guests ask of inference. Asking waits, so a thread does it: one for each process, started with
 * the first question.
 */
export class InferenceRelay implements Relay {
  readonly #service: InferenceService;
  readonly #onAnswer: (answer: InferenceAnswer) => void;
  #seat: CallerSeat | null = null;
  #thread: Worker | null = null;

  constructor(service: InferenceService, onAnswer: (answer: InferenceAnswer) => void) {
    this.#service = service;
    this.#onAnswer = onAnswer;
  }

  ask(ask: InferenceAsk): void {
    this.#thread ??= this.#start();
    this.#thread.postMessage(ask);
  }

  /** The guest was stopped: what it asked for is dropped. */
  close(): void {
    this.#seat?.close();
    void this.#thread?.terminate();
  }

  #start(): Worker {
    const seat = this.#service.connect();
    const thread = new Worker(ENTRY, {
      name: "sandpiper relay",
      workerData: seat.shared,
      transferList: seat.transfer,
      env: {},
      execArgv: toWorkerArguments(process.execArgv),
    });
    thread.unref();
    thread.on("message", this.#onAnswer);
    thread.on("error", (cause) => {
      const error = new SandpiperError("E_INTERNAL", `inference for WasmEdge failed: ${cause}`, { cause });
      this.#onAnswer({ kind: "failed", error: error.toJSON() });
    });
    this.#seat = seat;
    return thread;
  }
}
