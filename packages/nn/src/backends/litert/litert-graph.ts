import type { Feed, Graph } from "../../backend.ts";
import { NnError } from "../../nn-error.ts";
import type { Tensor } from "../../tensor.ts";
import { matchFeeds, matchFetches, sizeOfGraph } from "./graph-ends.ts";
import type { LitertCompiledModel, LitertModelHandle, LitertTensorBuffer } from "./litert-bindings.ts";
import type { LitertInstance } from "./litert-instance.ts";
import type { TfliteModel, TfliteTensor } from "./tflite-model.ts";

/** A graph in LiteRT's memory. Inputs and outputs go by their signature's names, and by the tensors' own. */
export class LitertGraph implements Graph {
  readonly inputs: readonly TfliteTensor[];
  readonly outputs: readonly TfliteTensor[];
  readonly byteSize: number;
  readonly #instance: LitertInstance;
  readonly #model: TfliteModel;
  readonly #onClose: () => void;
  #pointer = 0;
  #handle: LitertModelHandle | null = null;
  #compiled: LitertCompiledModel | null = null;
  /** The inputs of every run: each overwrites them whole. */
  #buffers: LitertTensorBuffer[] = [];
  #closed = false;

  /** @throws NnError as `Backend.load` */
  constructor(instance: LitertInstance, model: TfliteModel, bytes: Uint8Array, onClose: () => void) {
    this.#instance = instance;
    this.#model = model;
    this.#onClose = onClose;
    this.inputs = model.inputs;
    this.outputs = model.outputs;
    this.byteSize = sizeOfGraph(model, bytes.length);
    try {
      this.#load(bytes);
    } catch (error) {
      this.#free();
      throw error;
    }
  }

  get lost(): boolean {
    return this.#instance.dead;
  }

  run(feeds: readonly Feed[], fetches?: readonly string[]): Tensor[] {
    if (this.#closed) throw new NnError("invalid-argument", "the graph is closed");
    const tensors = matchFeeds(this.inputs, feeds);
    const wanted = matchFetches(this.outputs, fetches);
    const answers = this.#compute(tensors);
    return wanted.map((index) => answers[index]!);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#free();
    this.#onClose();
  }

  #load(bytes: Uint8Array): void {
    this.#instance.call((bindings) => {
      this.#pointer = bindings._malloc(bytes.length) >>> 0;
      if (this.#pointer === 0) throw new NnError("too-large", "the model does not fit LiteRT's memory of 2 GiB");
      bindings.HEAPU8.set(bytes, this.#pointer);
      for (const { from, to, count } of this.#model.settlements) {
        const start = this.#pointer + from;
        bindings.HEAPU8.copyWithin(this.#pointer + to, start, start + 4 * count);
      }
      this.#handle = bindings.loadModel(this.#instance.environment, this.#pointer, bytes.length);
      this.#checkEnds(this.#handle);
      this.#buffers = this.inputs.map((input, index) => this.#createInput(this.#handle!, input, index));
    });
    this.#compile();
  }

  #compile(): LitertCompiledModel {
    this.#compiled = this.#instance.call((bindings) =>
      bindings.compileModel(this.#instance.environment, this.#handle!, {
        accelerator: "wasm",
        cpuOptions: { numThreads: 1 },
        gpuOptions: {},
        webNNOptions: {},
      }),
    );
    return this.#compiled;
  }

  /** That LiteRT sees the ends of the graph as we do: it is handed addresses and trusts them. */
  #checkEnds(handle: LitertModelHandle): void {
    const { signature } = this.#model;
    const seen = handle.getSignature(signature);
    const counts = [seen.inputNames(), seen.outputNames()].map((names) => {
      const size = names.size();
      names.delete();
      return size;
    });
    seen.delete();
    const agree =
      counts[0] === this.inputs.length &&
      counts[1] === this.outputs.length &&
      this.inputs.every(({ byteLength }, index) => byteLength === take(handle.getInputTensorType(signature, index))) &&
      this.outputs.every(({ byteLength }, index) => byteLength === take(handle.getOutputTensorType(signature, index)));
    if (!agree) throw new NnError("unsupported-operation", "LiteRT reads the model's inputs and outputs differently");
  }

  #createInput(handle: LitertModelHandle, { byteLength }: TfliteTensor, index: number): LitertTensorBuffer {
    const { LiteRtTensorBuffer, LiteRtTensorBufferType } = this.#instance.bindings;
    const type = handle.getInputTensorType(this.#model.signature, index);
    const kind = LiteRtTensorBufferType.HOST_MEMORY;
    const buffer = LiteRtTensorBuffer.createManaged(this.#instance.environment, kind, type, byteLength);
    type.delete();
    return buffer;
  }

  /** Every output, in their order. */
  #compute(tensors: readonly Tensor[]): Tensor[] {
    const compiled = this.#compiled ?? this.#compile();
    // Only a run that ends well leaves something that the next may use.
    this.#compiled = null;
    let answers: Tensor[];
    try {
      answers = this.#instance.call(({ LiteRtTensorBufferLockMode: { WRITE } }) => {
        this.#buffers.forEach((buffer, index) => {
          this.#access(buffer, WRITE, (memory, pointer) => memory.set(tensors[index]!.data, pointer));
        });
        return this.#takeOutputs(compiled.run(this.#model.signature, this.#buffers));
      });
    } catch (error) {
      this.#delete([compiled]);
      throw error;
    }
    if (this.#model.keepsState) this.#delete([compiled]);
    else this.#compiled = compiled;
    return answers;
  }

  /** Copies the outputs out, and leaves zeros where they lay: LiteRT hands out memory as it was left. */
  #takeOutputs(buffers: readonly LitertTensorBuffer[]): Tensor[] {
    const { READ } = this.#instance.bindings.LiteRtTensorBufferLockMode;
    const answers = buffers.map((buffer, index): Tensor => {
      const { type, dimensions, byteLength } = this.outputs[index]!;
      let data = new Uint8Array();
      this.#access(buffer, READ, (memory, pointer) => {
        data = memory.slice(pointer, pointer + byteLength);
        memory.fill(0, pointer, pointer + byteLength);
      });
      buffer.delete();
      return { type, dimensions, data };
    });
    this.#instance.throwLoggedFailure();
    return answers;
  }

  #access(buffer: LitertTensorBuffer, mode: unknown, use: (memory: Uint8Array, pointer: number) => void): void {
    const pointer = buffer.lock(mode) >>> 0;
    use(this.#instance.bindings.HEAPU8, pointer);
    buffer.unlock();
  }

  #free(): void {
    if (this.#instance.dead) return;
    const { WRITE } = this.#instance.bindings.LiteRtTensorBufferLockMode;
    this.#instance.call(() => {
      this.#buffers.forEach((buffer, index) => {
        const { byteLength } = this.inputs[index]!;
        this.#access(buffer, WRITE, (memory, pointer) => memory.fill(0, pointer, pointer + byteLength));
      });
    });
    this.#delete([...this.#buffers, this.#compiled, this.#handle]);
    if (this.#pointer !== 0) this.#instance.call((bindings) => bindings._free(this.#pointer));
    this.#buffers = [];
    this.#compiled = null;
    this.#handle = null;
    this.#pointer = 0;
  }

  #delete(objects: readonly (LitertTensorBuffer | LitertCompiledModel | LitertModelHandle | null)[]): void {
    if (this.#instance.dead) return;
    this.#instance.call(() => {
      for (const object of objects) object?.delete();
    });
  }
}

/** Bytes of a tensor of this type, and the end of the handle. */
function take(type: { bytes(): number; delete(): void }): number {
  const bytes = type.bytes();
  type.delete();
  return bytes;
}
