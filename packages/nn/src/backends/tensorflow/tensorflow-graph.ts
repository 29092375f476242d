import type { Feed, Graph, RunOptions } from "../../backend.ts";
import { NnError } from "../../nn-error.ts";
import { checkFeed, type Tensor, type TensorInfo } from "../../tensor.ts";
import { fromDataType, readableType } from "./data-type.ts";
import type { GraphReach } from "./graph-reach.ts";
import { fromNative, toNative } from "./native-tensor.ts";
import type { OperationOutput, TensorflowLibrary } from "./open-library.ts";
import { withRunOptions } from "./run-options.ts";
import { closeSession, type Session } from "./session.ts";
import { withStatus } from "./status.ts";

/** A tensor of the graph, found by a name. */
interface Place {
  /** As TensorFlow has it: `name:output`. */
  readonly tensor: string;
  readonly operation: string;
  readonly output: OperationOutput;
  readonly info: TensorInfo;
  readonly dataType: number;
}

/** What a graph calls its inputs and outputs: the name to the tensor. */
export type Signature = ReadonlyMap<string, string>;

export interface GraphParts {
  readonly reach: GraphReach;
  readonly inputs: Signature;
  readonly outputs: Signature;
  readonly byteSize: number;
}

/** `operation` or `operation:output`. */
const TENSOR_NAME = /^([^^:][^:]*)(?::(\d{1,9}))?$/;
/** `TF_Output` in memory: a pointer, an int, and 4 bytes to fill up. */
const OUTPUT_BYTES = 16;
/** How many combinations of inputs and outputs are remembered as checked. */
const MOST_CHECKED = 64;
/** A graph may hold a loop without an end, and nothing but TensorFlow can stop it. */
const LONGEST_RUN_MS = 60_000;

/** A graph with its session. */
export class TensorflowGraph implements Graph {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly byteSize: number;
  readonly #library: TensorflowLibrary;
  readonly #parts: GraphParts;
  readonly #places = new Map<string, Place>();
  readonly #checked = new Set<string>();
  #session: Session | null;

  constructor(library: TensorflowLibrary, session: Session, parts: GraphParts) {
    this.#library = library;
    this.#session = session;
    this.#parts = parts;
    this.byteSize = parts.byteSize;
    const describe = (signature: Signature) => [...signature.keys()].map((name) => this.#find(name).info);
    this.inputs = describe(parts.inputs);
    this.outputs = describe(parts.outputs);
  }

  run(feeds: readonly Feed[], fetches?: readonly string[], { timeoutMs = LONGEST_RUN_MS }: RunOptions = {}): Tensor[] {
    const library = this.#library;
    const session = this.#open().session;
    const fed = feeds.map(({ name, tensor }) => {
      const place = this.#find(name);
      readableType(place.dataType, name);
      checkFeed(tensor, place.info);
      return { place, tensor };
    });
    const names = fetches ?? this.outputs.map(({ name }) => name);
    const wanted = names.map((name) => this.#find(name));
    const distinct = [...new Map(wanted.map((place) => [place.tensor, place])).values()];
    this.#check(
      fed.map(({ place }) => place),
      distinct,
    );
    if (distinct.length === 0) return [];
    const inputs = new BigUint64Array(fed.length);
    const results = new BigUint64Array(distinct.length);
    try {
      for (const [i, { tensor }] of fed.entries()) inputs[i] = toNative(library, tensor);
      withRunOptions(library, timeoutMs, (options, status) =>
        library.TF_SessionRun(
          session,
          options,
          packOutputs(fed.map(({ place }) => place)),
          inputs,
          inputs.length,
          packOutputs(distinct),
          results,
          results.length,
          null,
          0,
          null,
          status,
        ),
      );
      const tensors = new Map(
        distinct.map(({ tensor, info }, i) => [tensor, fromNative(library, results[i]!, info.name)]),
      );
      return wanted.map(({ tensor }) => tensors.get(tensor)!);
    } finally {
      for (const native of [...inputs, ...results]) if (native !== 0n) library.TF_DeleteTensor(native);
    }
  }

  close(): void {
    const session = this.#session;
    this.#session = null;
    if (session !== null) closeSession(this.#library, session);
  }

  #open(): Session {
    if (this.#session === null) throw new NnError("runtime-error", "the graph is closed");
    return this.#session;
  }

  /** @throws NnError `invalid-argument` when the graph has no such tensor */
  #find(name: string): Place {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const { inputs, outputs, reach } = this.#parts;
    const [, operation = "", digits = "0"] = TENSOR_NAME.exec(inputs.get(name) ?? outputs.get(name) ?? name) ?? [];
    const index = Number(digits);
    const oper = reach.node(operation) && this.#library.TF_GraphOperationByName(this.#open().graph, operation);
    if (!oper || index >= this.#library.TF_OperationNumOutputs(oper)) {
      throw new NnError("invalid-argument", `the graph has no tensor "${name.slice(0, 100)}"${this.#known()}`);
    }
    const output = { oper, index };
    const dataType = this.#library.TF_OperationOutputType(output);
    const info = { name, type: fromDataType(dataType), dimensions: this.#shapeOf(output) };
    const place = { tensor: `${operation}:${index}`, operation, output, info, dataType };
    // Only names in the two spellings that there are: nobody fills the table with others.
    if (name === operation || name === place.tensor || inputs.has(name) || outputs.has(name)) {
      this.#places.set(name, place);
    }
    return place;
  }

  #known(): string {
    const names = (signature: Signature) => [...signature.keys()].slice(0, 8).join(", ") || "none";
    return `; its inputs: ${names(this.#parts.inputs)}; its outputs: ${names(this.#parts.outputs)}`;
  }

  #shapeOf(output: OperationOutput): number[] | null {
    const library = this.#library;
    const { graph } = this.#open();
    return withStatus(library, { invalid: "runtime-error", otherwise: "runtime-error" }, (status) => {
      const rank = library.TF_GraphGetTensorNumDims(graph, output, status);
      if (rank < 0) return null;
      const dimensions = new BigInt64Array(rank);
      library.TF_GraphGetTensorShape(graph, output, dimensions, rank, status);
      return Array.from(dimensions, Number);
    });
  }

  /** Whether all is fed that must be, and only what may run does. */
  #check(fed: readonly Place[], wanted: readonly Place[]): void {
    const tensors = fed.map(({ tensor }) => tensor);
    const key = JSON.stringify([tensors, wanted.map(({ tensor }) => tensor)]);
    if (this.#checked.has(key)) return;
    const fedOnce = new Set(tensors);
    if (fedOnce.size < tensors.length) throw new NnError("invalid-argument", "an input is given twice");
    for (const { dataType, info } of wanted) readableType(dataType, info.name);
    const { reach } = this.#parts;
    const needed = reach.needed(
      wanted.filter(({ tensor }) => !fedOnce.has(tensor)).map(({ operation }) => operation),
      fedOnce,
    );
    for (const { op, name } of needed) {
      if (op === "Placeholder")
        throw new NnError("invalid-argument", `the input "${name}" is not given${this.#known()}`);
    }
    reach.check(needed, { verdicts: new Set(["computes", "reads-variables"]) });
    if (this.#checked.size >= MOST_CHECKED) this.#checked.clear();
    this.#checked.add(key);
  }
}

function packOutputs(places: readonly Place[]): Uint8Array {
  const bytes = new Uint8Array(places.length * OUTPUT_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [i, { output }] of places.entries()) {
    view.setBigUint64(i * OUTPUT_BYTES, BigInt(output.oper), true);
    view.setInt32(i * OUTPUT_BYTES + 8, output.index, true);
  }
  return bytes;
}
