/*
 * A program that runs one backend for an inference thread, which started it and speaks to it over its channel. What native code does to a
 * process it does to this one alone. Its argument is the backend's name; standard error is a file that only it writes to.
 */
import { ftruncateSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { toSandpiperError } from "@sandpiper/core";
import type { Backend, Graph } from "../backend.ts";
import { createNativeLitertBackend } from "../backends/litert-native/native-litert-backend.ts";
import { NnError } from "../nn-error.ts";
import type { ProcessBackendName } from "./process-backend.ts";
import { readLog } from "./process-log.ts";
import type { ProcessReply, ProcessRequest, ProcessResult } from "./protocol.ts";

const STDERR = 2;

const BACKENDS: Readonly<Record<ProcessBackendName, () => Backend>> = {
  "litert-native": () => createNativeLitertBackend({ takeLog }),
};

/** A process that computes does not hear that the one it computes for is gone: a thread beside it looks. */
const WATCH = `const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 1000);`;

let backend: Backend;
const graphs = new Map<number, Graph>();
let loads = 0;

/** What was written to standard error since it was last asked for. The file is opened to append: it begins anew. */
function takeLog(): string {
  const text = readLog(STDERR, "start");
  ftruncateSync(STDERR, 0);
  return text;
}

async function answer(request: ProcessRequest): Promise<ProcessResult> {
  switch (request.kind) {
    case "load": {
      const graph = await backend.load({ bytes: request.bytes }, { threads: 1 });
      const number = ++loads;
      graphs.set(number, graph);
      const { inputs, outputs, byteSize } = graph;
      return { kind: "loaded", graph: { number, inputs, outputs, byteSize } };
    }
    case "run": {
      const graph = graphs.get(request.graph);
      if (!graph) throw new NnError("invalid-argument", "the graph is closed");
      return { kind: "ran", outputs: await graph.run(request.feeds, request.fetches ?? undefined) };
    }
    case "close":
      graphs.get(request.graph)?.close();
      graphs.delete(request.graph);
      return { kind: "closed" };
  }
}

async function settle(id: number, work: () => Promise<ProcessResult>): Promise<void> {
  let result: ProcessResult;
  try {
    result = await work();
  } catch (error) {
    result =
      error instanceof NnError
        ? { kind: "refused", error: error.toJSON() }
        : { kind: "failed", error: toSandpiperError(error).toJSON() };
  }
  // Nobody asks for what was written by what went well, and the disk is everybody's.
  ftruncateSync(STDERR, 0);
  const reply: ProcessReply = { id, result };
  process.send!(reply);
}

// Who started it decides when it ends: the keys of a terminal reach this process too.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(0));
new Worker(WATCH, { eval: true }).unref();
await settle(0, async () => {
  backend = BACKENDS[process.argv[2] as ProcessBackendName]();
  return { kind: "ready" };
});
let work = Promise.resolve();
process.on("message", (request: ProcessRequest) => {
  work = work.then(() => settle(request.id, () => answer(request)));
});
