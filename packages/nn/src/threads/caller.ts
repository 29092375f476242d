import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { SandpiperError } from "@sandpiper/core";
import { NnError } from "../nn-error.ts";
import { Bell } from "./bell.ts";
import type { CallerTicket } from "./inference-service.ts";
import type { InferenceReply, InferenceRequest, ThreadNews, ThreadWish } from "./protocol.ts";
import { ThreadState } from "./thread-state.ts";

interface KnownThread {
  readonly number: number;
  readonly port: MessagePort;
  readonly state: ThreadState;
}

type Result = InferenceReply["result"];

/** A request whose thread died is sent to another so often: once may have been another's doing. */
const TRIES = 2;

/** The asking side, in a thread that guests run in: sends a request to the inference thread with the least to do, and waits. */
export class Caller {
  readonly #control: MessagePort;
  readonly #bell: Bell;
  readonly #threads = new Map<number, KnownThread>();
  #requests = 0;
  #wished = 0;

  constructor({ control, bell }: CallerTicket) {
    this.#control = control;
    this.#bell = new Bell(bell);
  }

  /**
   * Waits for the answer, however long that takes: who must not wait so long is stopped from outside.
   * @throws NnError what the guest is to be told; SandpiperError what ends it
   */
  ask(request: Omit<InferenceRequest, "id">): Exclude<Result, { kind: "refused" | "failed" }> {
    let why = "";
    for (let tries = 0; tries < TRIES; tries++) {
      const result = this.#askOnce({ ...request, id: ++this.#requests });
      if (result.kind === "refused") throw NnError.fromJSON(result.error);
      if (result.kind === "failed") throw SandpiperError.fromJSON(result.error);
      if (result.kind !== "died") return result;
      why = result.why;
    }
    throw new NnError("runtime-error", `the thread that ran the model died: ${why}`);
  }

  #askOnce(request: InferenceRequest): Result | { kind: "died"; why: string } {
    const thread = this.#choose();
    thread.state.sent();
    thread.port.postMessage(request);
    for (;;) {
      const { rings } = this.#bell;
      const reply = receiveMessageOnPort(thread.port)?.message as InferenceReply | undefined;
      if (reply?.id === request.id) return reply.result;
      if (reply) continue; // to a request that was given up
      const gone = this.#hear();
      if (gone.has(thread.number)) return { kind: "died", why: gone.get(thread.number)! };
      this.#bell.wait(rings);
    }
  }

  /** The one with the least to do; of equals the first, which most likely has the model. */
  #choose(): KnownThread {
    this.#hear();
    for (;;) {
      const { rings } = this.#bell;
      let best: KnownThread | null = null;
      for (const thread of this.#threads.values()) {
        if (!best || thread.state.waiting < best.state.waiting) best = thread;
      }
      if (best?.state.waiting === 0) return best;
      this.#wish(this.#threads.size + 1);
      if (best) return best;
      this.#bell.wait(rings);
      this.#hear();
    }
  }

  #wish(threads: number): void {
    if (threads <= this.#wished) return;
    this.#wished = threads;
    const wish: ThreadWish = { threads };
    this.#control.postMessage(wish);
  }

  /** Takes in what the service told. @returns the threads that are gone, and why */
  #hear(): Map<number, string> {
    const gone = new Map<number, string>();
    for (;;) {
      const news = receiveMessageOnPort(this.#control)?.message as ThreadNews | undefined;
      if (!news) return gone;
      if (news.kind === "there") {
        this.#threads.set(news.number, { ...news, state: new ThreadState(news.state) });
        continue;
      }
      this.#threads.get(news.number)?.port.close();
      this.#threads.delete(news.number);
      this.#wished = this.#threads.size;
      gone.set(news.number, news.why);
    }
  }
}
