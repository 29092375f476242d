import { availableParallelism } from "node:os";
import { MessageChannel, type MessagePort, type Transferable } from "node:worker_threads";
import { SandpiperError } from "@sandpiper/core";
import { Bell } from "./bell.ts";
import { InferenceThread } from "./inference-thread.ts";
import type { ThreadNews, ThreadWish } from "./protocol.ts";

export interface InferenceOptions {
  /** As many models run at the same time. Default: one for each processor. Threads start when they are needed. */
  readonly threads?: number;
  /** Bytes that loaded models may take together; those not used for longest are dropped first. Default 1 GiB. */
  readonly memoryBytes?: number;
  /**
   * Which TensorFlow Lite models may run as native code, where that is installed: all (the default), only those that settings name, or
   * none.
   */
  readonly native?: NativePolicy;
  /** A module to take the place of ours: its export `LOADERS` says how each backend is loaded (`BackendLoaders`). */
  readonly backends?: URL;
  /** Takes a line about backends, for the operator. */
  readonly onLog?: (line: string) => void;
}

export type NativePolicy = "named" | "all" | "off";

/** What lets one thread ask for inference: to be handed to it as it is made. */
export interface CallerSeat {
  /** Cloned into the thread, with `transfer`. */
  readonly shared: CallerTicket;
  readonly transfer: Transferable[];
  /** Its guest was stopped, and the thread with it. What it asked for is dropped, or stopped if it does not end soon. */
  close(): void;
}

export interface CallerTicket {
  readonly control: MessagePort;
  readonly bell: SharedArrayBuffer;
  readonly native: NativePolicy;
}

/** Inference for every function of this process: models are loaded once, in threads of their own that all callers share. */
export interface InferenceService {
  connect(): CallerSeat;
  close(): Promise<void>;
}

interface Caller {
  readonly number: number;
  readonly control: MessagePort;
  readonly bell: Bell;
}

/** A run that nobody waits for any more may go on for so long before its thread is ended, which costs its loaded models. */
const ABANDONED_GRACE_MS = 1000;
const DEFAULT_MEMORY = 1024 ** 3;

/**
 * Starts nothing yet: a thread begins with the first model.
 * @throws `E_CONFIG` for an option that cannot be
 */
export function createInferenceService(options: InferenceOptions = {}): InferenceService {
  const most = options.threads ?? availableParallelism();
  const memoryBytes = options.memoryBytes ?? DEFAULT_MEMORY;
  const native = options.native ?? "all";
  if (!Number.isSafeInteger(most) || most < 1) throw wrong("threads", most);
  if (!Number.isSafeInteger(memoryBytes) || memoryBytes < 1) throw wrong("memoryBytes", memoryBytes);

  const callers = new Map<number, Caller>();
  const threads: (InferenceThread | null)[] = [];
  let litert: WebAssembly.Module | null = null;
  let callerCount = 0;
  let closed = false;

  function tell(caller: Caller, news: ThreadNews, transfer: Transferable[] = []): void {
    caller.control.postMessage(news, transfer);
    caller.bell.ring();
  }

  function introduce(thread: InferenceThread, caller: Caller): void {
    const { port1, port2 } = new MessageChannel();
    thread.meet({ caller: caller.number, port: port1, bell: caller.bell.shared });
    tell(caller, { kind: "there", number: thread.number, port: port2, state: thread.state.shared }, [port2]);
  }

  function start(number: number): void {
    const thread = new InferenceThread(number, {
      memoryBytes: Math.ceil(memoryBytes / most),
      backends: options.backends?.href ?? null,
      litert,
      onReport(report) {
        if ("litert" in report) litert = report.litert;
        else options.onLog?.(report.log);
      },
      onExit(why) {
        if (closed) return;
        threads[number] = null;
        for (const caller of callers.values()) tell(caller, { kind: "gone", number, why });
      },
    });
    threads[number] = thread;
    for (const caller of callers.values()) introduce(thread, caller);
  }

  function grow(wanted: number): void {
    for (let number = 0; number < Math.min(wanted, most) && !closed; number++) {
      if (!threads[number]) start(number);
    }
  }

  /** Its thread may be at work for a guest that is gone, and may never end that. */
  function endIfStuck(caller: number): void {
    for (const thread of threads) {
      const begun = thread?.state.work;
      if (!thread || begun?.caller !== caller) continue;
      setTimeout(() => {
        const now = thread.state.work;
        if (now.caller !== caller || now.serial !== begun.serial) return;
        options.onLog?.("A model ran on long after its function was stopped; its thread was ended.");
        void thread.stop();
      }, ABANDONED_GRACE_MS).unref();
    }
  }

  return {
    connect() {
      const { port1: control, port2 } = new MessageChannel();
      const caller: Caller = { number: ++callerCount, control, bell: new Bell() };
      callers.set(caller.number, caller);
      control.on("message", ({ threads: wanted }: ThreadWish) => grow(wanted));
      control.unref();
      for (const thread of threads) if (thread) introduce(thread, caller);
      return {
        shared: { control: port2, bell: caller.bell.shared, native },
        transfer: [port2],
        close() {
          if (!callers.delete(caller.number)) return;
          caller.bell.abandon();
          control.close();
          endIfStuck(caller.number);
        },
      };
    },
    async close() {
      closed = true;
      for (const { control } of callers.values()) control.close();
      callers.clear();
      await Promise.all(threads.map((thread) => thread?.stop()));
    },
  };
}

function wrong(option: string, value: number): SandpiperError {
  return new SandpiperError("E_CONFIG", `inference: ${option} is ${value}; it must be a whole number from 1 on`);
}
