import type { SandpiperError, WasiExit } from "@sandpiper/core";
import type { GuestInput } from "../run/run-instance.ts";
import type { RunnableModule } from "../run/runnable-module.ts";

/** One invocation in the pool, from `run` to its end. */
export class Task<M extends RunnableModule = RunnableModule> {
  /** The pool's number of the module. */
  readonly number: number;
  readonly module: M;
  readonly input: GuestInput;
  readonly queuedAt = performance.now();
  readonly promise: Promise<WasiExit>;
  settled = false;
  #resolve!: (exit: WasiExit) => void;
  #reject!: (error: SandpiperError) => void;
  #unlisten: (() => void) | null = null;

  constructor(number: number, module: M, input: GuestInput) {
    this.number = number;
    this.module = module;
    this.input = input;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Calls `cancel` when the signal is aborted before the task is settled. */
  listen(signal: AbortSignal, cancel: () => void): void {
    signal.addEventListener("abort", cancel, { once: true });
    this.#unlisten = () => signal.removeEventListener("abort", cancel);
  }

  end(exit: WasiExit): void {
    if (this.#settle()) this.#resolve(exit);
  }

  fail(error: SandpiperError): void {
    if (this.#settle()) this.#reject(error);
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#unlisten?.();
    return true;
  }
}
