import type { Encoding } from "../encoding.ts";
import type { Inference, Model } from "../inference.ts";
import { NnError } from "../nn-error.ts";
import type { TensorInfo } from "../tensor.ts";
import type { HostContext } from "./host-module.ts";
import { HOST_MODULES } from "./host-modules.ts";

/** A model whose answer is its inputs' sum as `f32`, then the first input as it is. Its bytes are its name. */
export interface FakeModel {
  readonly encoding: Encoding;
  readonly inputs: readonly TensorInfo[];
  readonly labels?: readonly string[];
}

const ONE_INPUT: readonly TensorInfo[] = [{ name: "in", tensorName: "in_tensor", type: "u8", dimensions: [1, 4] }];

export const FAKE_MODELS: Readonly<Record<string, FakeModel>> = {
  lite: { encoding: "tensorflow-lite", inputs: ONE_INPUT, labels: ["a", "b"] },
  floats: { encoding: "tensorflow-lite", inputs: [{ name: "in", type: "f32", dimensions: [-1, 2] }] },
  signed: { encoding: "tensorflow-lite", inputs: [{ name: "in", type: "i8", dimensions: [2] }] },
  two: { encoding: "onnx", inputs: ["left", "right"].map((name) => ({ name, type: "i32", dimensions: [2] })) },
  graph: { encoding: "tensorflow", inputs: [{ name: "in", type: null, dimensions: null }] },
};

const ANSWERS: readonly TensorInfo[] = [
  { name: "sum", tensorName: "sum_tensor", type: "f32", dimensions: [1] },
  { name: "echo", type: null, dimensions: null },
];

/** Runs of all fake models, newest last, as they were asked for. */
export interface FakeRun {
  readonly feeds: readonly string[];
  readonly fetches: readonly string[] | undefined;
}

function toModel({ encoding, inputs, labels }: FakeModel, runs: FakeRun[]): Model {
  return {
    encoding,
    inputs,
    outputs: ANSWERS,
    labels: labels ?? null,
    run(feeds, fetches) {
      runs.push({
        feeds: feeds.map(({ name, tensor }) => `${name} ${tensor.type}[${tensor.dimensions}] ${tensor.data.join(" ")}`),
        fetches,
      });
      const missing = inputs.find(({ name }) => !feeds.some((feed) => feed.name === name));
      if (missing) throw new NnError("invalid-argument", `input "${missing.name}" is not given`);
      const sum = feeds.flatMap(({ tensor }) => [...tensor.data]).reduce((total, value) => total + value, 0);
      const answers = new Map([
        ["sum", { type: "f32" as const, dimensions: [1], data: new Uint8Array(Float32Array.of(sum).buffer) }],
        ["echo", feeds[0]!.tensor],
      ]);
      return (fetches ?? [...answers.keys()]).map((name) => {
        const answer = answers.get(name);
        if (!answer) throw new NnError("invalid-argument", `there is no output "${name}"`);
        return answer;
      });
    },
  };
}

export interface FakeGuestOptions {
  readonly memory?: WebAssembly.Memory;
  readonly memoryBytes?: number;
  readonly readFolder?: HostContext["readFolder"];
  /** What is told of the names there are, whatever is found. Default: those of `FAKE_MODELS`. */
  readonly names?: readonly string[];
}

/** A guest without a module: its memory, and the functions it could import. */
export function fakeGuest(options: FakeGuestOptions = {}) {
  const memory = options.memory ?? new WebAssembly.Memory({ initial: 2 });
  const lines: string[] = [];
  const runs: FakeRun[] = [];
  const named = (name: string): Model => {
    const model = FAKE_MODELS[name];
    if (!model) throw new NnError("not-found", `no model is named "${name}"`);
    return toModel(model, runs);
  };
  const inference: Inference = {
    load(bytes, encoding) {
      const text = new TextDecoder().decode(bytes.slice());
      if (text === "large") throw new NnError("too-large", "the model is large");
      if (text === "strange") throw new NnError("unsupported-operation", "an operator STRANGE");
      const model = FAKE_MODELS[text];
      if (!model || (encoding !== null && encoding !== model.encoding)) {
        throw new NnError("invalid-encoding", `the bytes are no ${encoding} model`);
      }
      return named(text);
    },
    loadFolder(files, tags) {
      if (!files.has("saved_model.pb")) throw new NnError("invalid-encoding", "there is no saved_model.pb");
      if (tags.join() !== "serve") throw new NnError("not-found", `there is no meta graph ${tags}`);
      return named("graph");
    },
    names: options.names ?? Object.keys(FAKE_MODELS),
    loadByName: named,
  };
  const context: HostContext = {
    inference,
    memory: () => memory,
    memoryBytes: options.memoryBytes ?? 1 << 20,
    log: (line) => lines.push(line),
    ...(options.readFolder ? { readFolder: options.readFolder } : {}),
  };
  // Answers come as numbers or, where a type is i64, as bigints.
  const imports = Object.fromEntries(HOST_MODULES.map((module) => [module.name, module.create(context)])) as Record<
    string,
    Record<string, (...args: (number | bigint)[]) => number>
  >;
  let free = 1024;
  const view = () => new DataView(memory.buffer);

  /** Puts bytes somewhere and answers `[pointer, length]`. */
  function put(content: string | Uint8Array): [number, number] {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const at = free;
    free += (bytes.length + 7) & ~7;
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    return [at, bytes.length];
  }

  return {
    context,
    imports,
    nn: imports.wasi_ephemeral_nn!,
    lines,
    runs,
    view,
    put,
    putWords: (...words: number[]) => put(new Uint8Array(Uint32Array.from(words).buffer))[0],
    /** Room for an answer. */
    room: (length = 8) => put(new Uint8Array(length))[0],
    word: (at: number) => view().getUint32(at, true),
    read: (at: number, length: number) => [...new Uint8Array(memory.buffer, at, length)],
  };
}

export type FakeGuest = ReturnType<typeof fakeGuest>;
