import type { Limits } from "@sandpiper/core";
import { monotonicNow, type RunStatus } from "./run-status.ts";

/** A worker that was sent work and has not begun it for so long, beyond the guest's own time, is broken. */
const BEGIN_WITHIN_MS = 30_000;

/** Even a run without a limit is looked at now and then: what waits for it keeps the process alive. */
const LOOK_WITHIN_MS = 3_600_000;

/** What a look at a run found: it is over its limit, or when to look again (a time of `performance.now()`). */
export type Verdict = { readonly over: "wall" | "cpu" | "begin" } | { readonly lookAgain: number };

/**
 * The limits of one run in a worker. Wall time is read from a clock. Processor time takes asking the worker, so it is
 * asked no earlier than the limit can have been reached, and again after what was left: a run shorter than its limit
 * is never asked about.
 */
export class Deadline {
  readonly #limits: Limits;
  readonly #run: number;
  readonly #status: RunStatus;
  readonly #askCpu: (() => Promise<number | null>) | null;
  readonly #sentAt = performance.now();
  #cpuUsed = 0;
  #cpuAskedAt: number | null = null;
  #asking = false;

  /** @param askCpu the thread's processor time; null where it can't be told */
  constructor(limits: Limits, run: number, status: RunStatus, askCpu: (() => Promise<number | null>) | null) {
    this.#limits = limits;
    this.#run = run;
    this.#status = status;
    // A thread uses no more processor time than time passes.
    this.#askCpu = limits.cpuTimeoutMs < limits.timeoutMs ? askCpu : null;
  }

  /** The earliest moment at which there can be something to see. */
  get first(): number {
    return this.#sentAt + Math.min(this.#shortest, LOOK_WITHIN_MS);
  }

  /** Processor time as of the last look. */
  get cpuUsed(): number {
    return this.#cpuUsed;
  }

  /** @param onAsked is called when an answer about processor time has come in: look again then */
  look(now: number, onAsked: () => void): Verdict {
    const begin = this.#status.read(this.#run);
    if (!begin) {
      if (now > this.#sentAt + this.#shortest + BEGIN_WITHIN_MS) return { over: "begin" };
      return { lookAgain: now + Math.min(this.#shortest, BEGIN_WITHIN_MS) };
    }
    const began = now - (monotonicNow() - begin.began);
    if (now >= began + this.#limits.timeoutMs) return { over: "wall" };
    const wallEnds = Math.min(began + this.#limits.timeoutMs, now + LOOK_WITHIN_MS);
    if (!this.#askCpu || Number.isNaN(begin.cpu)) return { lookAgain: wallEnds };
    if (this.#cpuUsed >= this.#limits.cpuTimeoutMs) return { over: "cpu" };
    const due = (this.#cpuAskedAt ?? began) + this.#limits.cpuTimeoutMs - this.#cpuUsed;
    if (now < due) return { lookAgain: Math.min(due, wallEnds) };
    if (!this.#asking) this.#ask(this.#askCpu, begin.cpu, onAsked);
    return { lookAgain: wallEnds };
  }

  get #shortest(): number {
    return this.#askCpu ? this.#limits.cpuTimeoutMs : this.#limits.timeoutMs;
  }

  #ask(askCpu: () => Promise<number | null>, atBegin: number, onAsked: () => void): void {
    this.#asking = true;
    askCpu().then((total) => {
      this.#asking = false;
      if (total === null) return; // the worker is gone
      this.#cpuUsed = total - atBegin;
      this.#cpuAskedAt = performance.now();
      onAsked();
    });
  }
}
