/* What runs in each inference thread: takes requests of all callers, one at a time, and answers them. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { toSandpiperError } from "@sandpiper/core";
import { NnError } from "../nn-error.ts";
import { type BackendLoaders, Backends } from "./backends.ts";
import { Bell } from "./bell.ts";
import { GraphCache } from "./graph-cache.ts";
import { loadGraph } from "./load-graph.ts";
import type { CallerNews, InferenceReply, InferenceRequest } from "./protocol.ts";
import { SharedMemoryMeter } from "./shared-memory-meter.ts";
import { ThreadState } from "./thread-state.ts";

export interface ThreadBoot {
  readonly state: SharedArrayBuffer;
  readonly memoryBytes: number;
  /** Address of a module whose `LOADERS` are used instead of ours. */
  readonly backends: string | null;
  readonly litert: WebAssembly.Module | null;
}

/** What it tells the service. */
export type ThreadReport =
  | { readonly log: string }
  /** LiteRT, for the threads that start later. */
  | { readonly litert: WebAssembly.Module }
  /** A process that a backend started, or that ended. */
  | { readonly pid: number; readonly state: "started" | "ended" };

const boot = workerData as ThreadBoot;
const state = new ThreadState(boot.state);
const graphs = new GraphCache(boot.memoryBytes);
const meter = new SharedMemoryMeter();
const { LOADERS }: { readonly LOADERS: BackendLoaders } = await import(boot.backends ?? "./backends.ts");
const tell = (news: ThreadReport) => parentPort!.postMessage(news);
const backends = new Backends(LOADERS, {
  log: (log) => tell({ log }),
  litert: boot.litert,
  onLitert: (litert) => tell({ litert }),
  onProcess: (pid, state) => tell({ pid, state }),
});
/** The work in hand: a backend may answer later, and the next request begins when it has. */
let work: Promise<void> = Promise.resolve();

parentPort!.on("message", ({ caller, port, bell: shared }: CallerNews) => {
  const bell = new Bell(shared);
  port.on("message", (request: InferenceRequest) => {
    work = work.then(() => serve(request, caller, port, bell));
  });
});

async function serve(request: InferenceRequest, caller: number, port: MessagePort, bell: Bell): Promise<void> {
  if (bell.abandoned) return state.finished();
  state.turnTo(caller);
  const result = await answer(request);
  state.turnTo(0);
  state.finished();
  const reply: InferenceReply = { id: request.id, result };
  const transfer = result.kind === "ran" ? result.outputs.map(({ data }) => data.buffer as ArrayBuffer) : [];
  port.postMessage(reply, [...new Set(transfer)]);
  bell.ring();
  // A library that broke down may give wrong answers to others: a new thread is the only sure cure.
  if (backends.broken) process.exit(1);
}

async function answer({ model, run }: InferenceRequest): Promise<InferenceReply["result"]> {
  try {
    let cached = graphs.get(model.key, model.native);
    if (!cached) {
      if (model.source.kind === "bytes") meter.take(model.source.bytes.byteLength);
      cached = await loadGraph(model, backends);
      graphs.add(model.key, cached);
    }
    const { graph, bytes } = cached;
    if (!run) return { kind: "ready", description: { inputs: graph.inputs, outputs: graph.outputs, bytes } };
    const { feeds, fetches, timeoutMs } = run;
    const limit = Number.isFinite(timeoutMs) ? { timeoutMs: Math.max(1, timeoutMs) } : {};
    return { kind: "ran", outputs: await graph.run(feeds, fetches ?? undefined, limit) };
  } catch (error) {
    if (error instanceof NnError) return { kind: "refused", error: error.toJSON() };
    return { kind: "failed", error: toSandpiperError(error).toJSON() };
  }
}
