import type { Feed, Graph } from "../../backend.ts";
import { NnError } from "../../nn-error.ts";
import { checkFeed, type Tensor, type TensorInfo } from "../../tensor.ts";
import type { OnnxRuntime, OnnxSession, OnnxTensor, OnnxValueInfo } from "./onnx-runtime.ts";
import { fromOnnxTensor, fromOnnxType, toOnnxTensor } from "./onnx-tensor.ts";
import { toOnnxError } from "./to-onnx-error.ts";

export class OnnxGraph implements Graph {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly byteSize: number;
  readonly #runtime: OnnxRuntime;
  #session: OnnxSession | null;

  constructor(runtime: OnnxRuntime, session: OnnxSession, byteSize: number) {
    this.#runtime = runtime;
    this.#session = session;
    this.inputs = session.inputMetadata.map(toInfo);
    this.outputs = session.outputMetadata.map(toInfo);
    this.byteSize = byteSize;
  }

  async run(feeds: readonly Feed[], fetches?: readonly string[]): Promise<Tensor[]> {
    if (this.#session === null) throw new NnError("runtime-error", "the graph is closed");
    const given = new Map<string, OnnxTensor>();
    for (const { name, tensor } of feeds) {
      const info = this.#find(this.inputs, "input", name);
      checkReadable(info);
      checkFeed(tensor, info);
      if (given.has(name)) throw new NnError("invalid-argument", `the input "${name}" is given twice`);
      given.set(name, toOnnxTensor(this.#runtime, tensor));
    }
    for (const { name } of this.inputs) {
      if (!given.has(name)) throw new NnError("invalid-argument", `the input "${name}" is not given`);
    }
    const wanted = fetches ?? this.outputs.map(({ name }) => name);
    for (const name of wanted) checkReadable(this.#find(this.outputs, "output", name));
    if (wanted.length === 0) return [];
    try {
      const results = await this.#session.run(Object.fromEntries(given), [...new Set(wanted)], { logSeverityLevel: 4 });
      return wanted.map((name) => fromOnnxTensor(results[name]!, name));
    } catch (error) {
      throw toOnnxError(error, "runtime-error");
    }
  }

  close(): void {
    const session = this.#session;
    this.#session = null;
    // Frees at once; what it answers is only that it did.
    session?.release().catch(() => undefined);
  }

  #find(infos: readonly TensorInfo[], what: string, name: string): TensorInfo {
    const found = infos.find((info) => info.name === name);
    if (found !== undefined) return found;
    const names = infos.slice(0, 8).map((info) => info.name);
    throw new NnError(
      "invalid-argument",
      `the model has no ${what} "${name.slice(0, 100)}"; it has: ${names.join(", ") || "none"}`,
    );
  }
}

function checkReadable({ name, type }: TensorInfo): void {
  if (type === null) throw new NnError("unsupported-operation", `"${name}" is of a type that no function can read`);
}

function toInfo({ name, isTensor, type, shape }: OnnxValueInfo): TensorInfo {
  const dimensions = isTensor ? (shape ?? []).map((size) => (typeof size === "number" ? size : -1)) : null;
  return { name, type: isTensor ? fromOnnxType(type) : null, dimensions };
}
