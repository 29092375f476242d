import { SandpiperError } from "@sandpiper/core";
import type { Backend, Feed, Graph, ModelContent, RunOptions } from "../backend.ts";
import type { Encoding } from "../encoding.ts";
import { NnError } from "../nn-error.ts";
import type { Tensor } from "../tensor.ts";
import { BackendProcess } from "./backend-process.ts";
import type { GraphDescription } from "./protocol.ts";

/** The backends that run so; `process-main.ts` has them. */
export type ProcessBackendName = "litert-native";

export interface ProcessBackendOptions {
  readonly encoding: Encoding;
  /** Is told of each process that was started, and that ended. */
  readonly onProcess?: (pid: number, state: "started" | "ended") => void;
}

/**
 * A backend in a process of its own, since what native code does wrong takes its process along: its models are lost then and loaded anew
 * into another. A run that takes too long is ended with its process.
 * @throws SandpiperError what keeps the backend from loading
 */
export async function startProcessBackend(name: ProcessBackendName, options: ProcessBackendOptions): Promise<Backend> {
  const start = () => BackendProcess.start(name, options.onProcess);
  let current = await start();
  let next: Promise<BackendProcess> | null = null;

  /** The one that runs; who asks for another while that starts, waits for the same. */
  async function take(): Promise<BackendProcess> {
    if (current.ended === null) return current;
    next ??= start().finally(() => {
      next = null;
    });
    current = await next;
    return current;
  }

  return {
    name,
    encoding: options.encoding,
    async load(model: ModelContent) {
      if (!("bytes" in model)) throw new NnError("unsupported-operation", `${name} loads models from bytes`);
      const process = await take();
      const answer = await process.ask({ kind: "load", bytes: unshared(model.bytes) });
      if (answer.kind !== "loaded") throw unexpected();
      return toGraph(process, answer.graph);
    },
    close() {
      current.stop();
      next?.then((process) => process.stop()).catch(() => {});
    },
  };
}

function toGraph(process: BackendProcess, { number, inputs, outputs, byteSize }: GraphDescription): Graph {
  return {
    inputs,
    outputs,
    byteSize,
    get lost() {
      return process.ended !== null;
    },
    async run(feeds: readonly Feed[], fetches?: readonly string[], { timeoutMs }: RunOptions = {}): Promise<Tensor[]> {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => process.stop(TOO_LONG), timeoutMs);
      try {
        const answer = await process.ask({ kind: "run", graph: number, feeds, fetches: fetches ?? null });
        if (answer.kind !== "ran") throw unexpected();
        return [...answer.outputs];
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      // There is nobody to tell of a failure: with its process it is gone as well.
      if (process.ended === null) process.ask({ kind: "close", graph: number }).catch(() => {});
    },
  };
}

const TOO_LONG = "the model did not end in time";

/** Memory that is shared between threads does not pass between processes. */
function unshared(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}

function unexpected(): SandpiperError {
  return new SandpiperError("E_INTERNAL", "a backend's process answered another question");
}
