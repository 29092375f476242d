/* Backends whose models are JSON that says what they do, so that everything around a backend can be tested. */
import { threadId } from "node:worker_threads";
import { SandpiperError } from "@sandpiper/core";
import type { Backend, ModelContent } from "../backend.ts";
import type { Encoding } from "../encoding.ts";
import { NnError } from "../nn-error.ts";
import type { BackendLoaders } from "./backends.ts";

export interface FakeModel {
  /** Makes it another model. */
  readonly name?: string;
  readonly onLoad?: "refuse";
  readonly onRun?: "refuse" | "die" | "spin" | "break";
  /** Milliseconds that a run is busy for. */
  readonly busyMs?: number;
  /** What it says it takes of memory. */
  readonly byteSize?: number;
}

/** What a run of one tells, as JSON in its one output. */
export interface FakeAnswer {
  readonly backend: string;
  readonly thread: number;
  /** How often a model of this name was loaded in this thread. */
  readonly loads: number;
  readonly fed: string[];
}

const loads = new Map<string, number>();

type FakeBackend = Backend & { healthy: boolean };

const createFake = (backend: string, encoding: Encoding): FakeBackend => ({
  name: backend,
  encoding,
  healthy: true,
  load(content: ModelContent) {
    const fake = this;
    const { name = "", onLoad, onRun, busyMs = 0, byteSize = 1 } = read(content);
    if (onLoad === "refuse") throw new NnError("invalid-encoding", "it is no model");
    loads.set(name, (loads.get(name) ?? 0) + 1);
    return {
      inputs: [{ name: "in", type: "u8", dimensions: [-1] }],
      outputs: [{ name: "out", type: "u8", dimensions: [-1] }],
      byteSize,
      async run(feeds) {
        if (onRun === "refuse") throw new NnError("runtime-error", "it cannot run");
        if (onRun === "die") process.exit(3);
        if (onRun === "break") {
          fake.healthy = false;
          throw new NnError("runtime-error", "the library broke");
        }
        for (const began = Date.now(); onRun === "spin" || Date.now() < began + busyMs; );
        const answer: FakeAnswer = {
          backend,
          thread: threadId,
          loads: loads.get(name)!,
          fed: feeds.map(({ name: input, tensor }) => `${input}=${tensor.data}`),
        };
        const data = new TextEncoder().encode(JSON.stringify(answer));
        return [{ type: "u8", dimensions: [data.length], data }];
      },
      close() {},
    };
  },
  close() {},
});

function read(content: ModelContent): FakeModel {
  if ("folder" in content) return { name: "folder" };
  return JSON.parse(new TextDecoder().decode(content.bytes.slice()));
}

const fakes = {
  onnx: createFake("onnx", "onnx"),
  lite: createFake("lite", "tensorflow-lite"),
  native: createFake("native", "tensorflow-lite"),
};

export const LOADERS: BackendLoaders = {
  onnx: async () => fakes.onnx,
  "tensorflow-lite": async () => fakes.lite,
  "tensorflow-lite-native": async () => fakes.native,
  tensorflow: async () => {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", "it is not installed", { hint: "Install it." });
  },
};
