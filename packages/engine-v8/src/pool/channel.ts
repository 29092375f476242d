import type { Transferable } from "node:worker_threads";
import type { Answer, Work } from "@sandpiper/engine/pool";
import type { CompiledModule } from "../compile/compiled-module.ts";

/**
 * How a worker is told of work and answers: one piece of work at a time. Everything else of the pool knows only this,
 * so that another way (shared memory, say) can take the place of messages.
 */
export interface ChannelKind {
  readonly name: string;
  /** Called in the main thread, once for each worker. */
  open(): HostEnd;
  /** Called in the worker with what its host end gave for it. */
  join(shared: unknown): WorkerEnd;
}

export interface HostEnd {
  /** What the worker needs to join: cloned into it, with these transferred. */
  readonly shared: unknown;
  readonly transfer: Transferable[];
  /** Called once, before anything is sent. `ready` comes first. */
  listen(listener: HostListener): void;
  /** The buffers of a work's input may be moved away. */
  send(work: Work<CompiledModule>): void;
  /** An answer that is there but was not yet handed to the listener, which then never gets it. */
  takeAnswer(): Answer | null;
  close(): void;
}

export interface HostListener {
  ready(): void;
  answer(answer: Answer): void;
}

export interface WorkerEnd {
  /** Says that the worker is ready, then calls `handle` for each piece of work and `rest` after each answer is sent. */
  serve(handle: (work: Work<CompiledModule>) => Answer, rest: () => void): void;
}
