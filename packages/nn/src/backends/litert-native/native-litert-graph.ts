import type { Feed, Graph } from "../../backend.ts";
import { NnError } from "../../nn-error.ts";
import { TENSOR_TYPES, type Tensor, type TensorType } from "../../tensor.ts";
import { matchFeeds, matchFetches, sizeOfGraph } from "../litert/graph-ends.ts";
import type { TfliteModel, TfliteTensor } from "../litert/tflite-model.ts";
import type { NativeLitert } from "./native-litert.ts";
import type { Pointer } from "./open-litert-library.ts";

/** `LiteRtTensorBufferType` and `LiteRtTensorBufferLockMode` of `litert/c/litert_tensor_buffer_types.h`. */
const HOST_MEMORY = 1;
const LOCK = { read: 0, write: 1 } as const;
/** `LiteRtHwAccelerators` of `litert/c/litert_common.h`. */
const CPU = 1;
/** Bytes of a `LiteRtRankedTensorType`, and where the rank and the sizes are in it (`litert/c/litert_model_types.h`). */
const RANKED_TYPE = { bytes: 72, rank: 4, sizes: 8 } as const;
/** The rank shares its word with a flag (`litert/c/litert_layout.h`). */
const RANK_MASK = 0x7f;
const MAX_RANK = 8;
/** `LiteRtElementType` of `litert/c/litert_model_types.h`, the first word of a `LiteRtRankedTensorType`. */
const ELEMENT_TYPES: Readonly<Record<TensorType, number>> = {
  f32: 1,
  i32: 2,
  u8: 3,
  i64: 4,
  bool: 6,
  i16: 7,
  i8: 9,
  f16: 10,
  f64: 11,
  u64: 13,
  u32: 16,
  u16: 17,
};

/** One input or output, in memory of LiteRT. */
interface End {
  readonly tensor: TfliteTensor;
  readonly buffer: Pointer;
}

/** A graph of LiteRT as native code. Inputs and outputs go by their signature's names, and by the tensors' own. */
export class NativeLitertGraph implements Graph {
  readonly inputs: readonly TfliteTensor[];
  readonly outputs: readonly TfliteTensor[];
  readonly byteSize: number;
  readonly #litert: NativeLitert;
  readonly #header: TfliteModel;
  /** LiteRT reads them for as long as the model is there. */
  readonly #bytes: Uint8Array;
  #model: Pointer | null = null;
  #compiled: Pointer | null = null;
  #ends: { readonly inputs: readonly End[]; readonly outputs: readonly End[] } = { inputs: [], outputs: [] };
  #closed = false;

  /**
   * @param bytes taken over
   * @throws NnError as `Backend.load`
   */
  constructor(litert: NativeLitert, header: TfliteModel, bytes: Uint8Array) {
    this.#litert = litert;
    this.#header = header;
    this.#bytes = bytes;
    this.inputs = header.inputs;
    this.outputs = header.outputs;
    this.byteSize = sizeOfGraph(header, bytes.length);
    try {
      this.#load();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  run(feeds: readonly Feed[], fetches?: readonly string[]): Tensor[] {
    if (this.#closed) throw new NnError("invalid-argument", "the graph is closed");
    const tensors = matchFeeds(this.inputs, feeds);
    const wanted = matchFetches(this.outputs, fetches);
    this.#ends.inputs.forEach(({ buffer }, index) => {
      this.#access(buffer, LOCK.write, (memory) => this.#litert.library.copyIn(memory, tensors[index]!.data));
    });
    this.#compute();
    const answers = this.#ends.outputs.map((end) => this.#takeOutput(end));
    return wanted.map((index) => answers[index]!);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { library } = this.#litert;
    for (const { buffer } of [...this.#ends.inputs, ...this.#ends.outputs]) library.LiteRtDestroyTensorBuffer(buffer);
    if (this.#compiled !== null) library.LiteRtDestroyCompiledModel(this.#compiled);
    if (this.#model !== null) library.LiteRtDestroyModel(this.#model);
    this.#ends = { inputs: [], outputs: [] };
  }

  #load(): void {
    const { library, environment } = this.#litert;
    for (const { from, to, count } of this.#header.settlements) this.#bytes.copyWithin(to, from, from + 4 * count);
    this.#model = this.#litert.take((out) =>
      library.LiteRtCreateModelFromBuffer(environment, this.#bytes, this.#bytes.length, out),
    );
    const signature = this.#litert.take((out) =>
      library.LiteRtGetModelSignature(this.#model!, this.#header.signature, out),
    );
    const counts = new BigUint64Array(2);
    this.#litert.check(library.LiteRtGetNumSignatureInputs(signature, counts.subarray(0, 1)));
    this.#litert.check(library.LiteRtGetNumSignatureOutputs(signature, counts.subarray(1)));
    if (Number(counts[0]) !== this.inputs.length || Number(counts[1]) !== this.outputs.length) throw differs();
    this.#compiled = this.#compile();
    const toEnds = (tensors: readonly TfliteTensor[], get: (index: number) => Pointer): End[] =>
      tensors.map((tensor, index) => ({ tensor, buffer: this.#createBuffer(tensor, get(index)) }));
    this.#ends = {
      inputs: toEnds(this.inputs, (index) =>
        this.#litert.take((out) => library.LiteRtGetSignatureInputTensorByIndex(signature, index, out)),
      ),
      outputs: toEnds(this.outputs, (index) =>
        this.#litert.take((out) => library.LiteRtGetSignatureOutputTensorByIndex(signature, index, out)),
      ),
    };
  }

  #compile(): Pointer {
    const { library, environment } = this.#litert;
    const options = this.#litert.take((out) => library.LiteRtCreateOptions(out));
    try {
      this.#litert.check(library.LiteRtSetOptionsHardwareAccelerators(options, CPU));
      return this.#litert.take((out) => library.LiteRtCreateCompiledModel(environment, this.#model!, options, out));
    } finally {
      library.LiteRtDestroyOptions(options);
    }
  }

  /** Memory for one input or output; that LiteRT sees it as we do is checked, since it is handed addresses and trusts them. */
  #createBuffer({ type, dimensions, byteLength }: TfliteTensor, pointer: Pointer): Pointer {
    const { library, environment } = this.#litert;
    const ranked = new Uint8Array(RANKED_TYPE.bytes);
    this.#litert.check(library.LiteRtGetRankedTensorType(pointer, ranked));
    const view = new DataView(ranked.buffer);
    if (view.getUint32(0, true) !== ELEMENT_TYPES[type]) throw differs();
    const rank = view.getUint32(RANKED_TYPE.rank, true) & RANK_MASK;
    if (rank > MAX_RANK || rank !== dimensions.length) throw differs();
    const sizes = Array.from({ length: rank }, (_, axis) => view.getInt32(RANKED_TYPE.sizes + 4 * axis, true));
    if (sizes.reduce((product, size) => product * size, TENSOR_TYPES[type]) !== byteLength) throw differs();
    return this.#litert.take((out) =>
      library.LiteRtCreateManagedTensorBuffer(environment, HOST_MEMORY, ranked, byteLength, out),
    );
  }

  #compute(): void {
    const { library } = this.#litert;
    const compiled = this.#compiled ?? this.#compile();
    // Only a run that ends well leaves something that the next may use.
    this.#compiled = null;
    let keeps = false;
    try {
      const [inputs, outputs] = [this.#ends.inputs, this.#ends.outputs].map((ends) =>
        BigUint64Array.from(ends, ({ buffer }) => buffer),
      ) as [BigUint64Array, BigUint64Array];
      const { signature } = this.#header;
      this.#litert.check(
        library.LiteRtRunCompiledModel(compiled, signature, inputs.length, inputs, outputs.length, outputs),
      );
      keeps = !this.#header.keepsState;
    } finally {
      if (keeps) this.#compiled = compiled;
      else library.LiteRtDestroyCompiledModel(compiled);
    }
  }

  /** Copies an output out, and leaves zeros where it lay. */
  #takeOutput({ tensor: { type, dimensions, byteLength }, buffer }: End): Tensor {
    const data = new Uint8Array(byteLength);
    const { library } = this.#litert;
    this.#access(buffer, LOCK.read, (memory) => library.copyOut(data, memory));
    this.#access(buffer, LOCK.write, (memory) => library.copyIn(memory, new Uint8Array(byteLength)));
    return { type, dimensions, data };
  }

  #access(buffer: Pointer, mode: number, use: (memory: Pointer) => void): void {
    const { library } = this.#litert;
    const memory = this.#litert.take((out) => library.LiteRtLockTensorBuffer(buffer, out, mode));
    try {
      use(memory);
    } finally {
      library.LiteRtUnlockTensorBuffer(buffer);
    }
  }
}

function differs(): NnError {
  return new NnError("unsupported-operation", "LiteRT reads the model's inputs and outputs differently");
}
