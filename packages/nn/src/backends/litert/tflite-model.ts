import { NnError } from "../../nn-error.ts";
import { byteLengthOf, TENSOR_TYPES, type TensorInfo, type TensorType, toShape } from "../../tensor.ts";
import { broken, FlatBuffer, type FlatTable } from "./flatbuffer.ts";
import {
  CUSTOM,
  CUSTOM_OPERATORS,
  FIELDS,
  KEEPING_STATE,
  SCHEMA_VERSION,
  SIZED_BY_VALUES,
  TENSOR_TYPE_OF,
} from "./tflite-schema.ts";

/** An input or output whose type and sizes are settled. */
export interface TfliteTensor extends TensorInfo {
  readonly type: TensorType;
  readonly dimensions: readonly number[];
  /** What the tensor itself is called. `name` is the signature's where the model has one. */
  readonly tensorName: string;
  readonly byteLength: number;
}

/** What a model's file says of itself. */
export interface TfliteModel {
  /** In the subgraph's order, which is also the order LiteRT takes and gives buffers in. */
  readonly inputs: readonly TfliteTensor[];
  readonly outputs: readonly TfliteTensor[];
  /** The signature that is run, as LiteRT counts them. A model without any has one all the same. */
  readonly signature: number;
  /** It has operators that keep something from one run to the next. */
  readonly keepsState: boolean;
  /** Copies of 32-bit numbers, by byte offset, that give open sizes the sizes the file was made with. */
  readonly settlements: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** Bytes of the largest step's operands: a run holds at least these. */
  readonly workingBytes: number;
}

/** LiteRT addresses 2 GiB in all and holds every input and output whole. */
const MAX_TENSOR_BYTES = 2 ** 30;

/**
 * Reads the header of a TensorFlow Lite model and refuses what LiteRT cannot run or would run wrongly.
 *
 * Sizes that a model leaves open (-1 in `shape_signature`, usually the batch) are taken as the file's `shape` gives them, as
 * TensorFlow's own interpreter does until it is told otherwise; LiteRT's WebAssembly build has no call to tell it.
 * @throws NnError `invalid-encoding`, `unsupported-operation`, `too-large`
 */
export function readTfliteModel(bytes: Uint8Array): TfliteModel {
  if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(4, 8)) !== "TFL3") {
    throw new NnError("invalid-encoding", 'not a TensorFlow Lite model: it lacks "TFL3" at byte 4');
  }
  const model = new FlatBuffer(bytes).root();
  const version = model.u32(FIELDS.model.version);
  if (version !== SCHEMA_VERSION) {
    throw new NnError(
      "invalid-encoding",
      `a TensorFlow Lite model of schema version ${version}, not ${SCHEMA_VERSION}`,
    );
  }
  const subgraphs = model.tables(FIELDS.model.subgraphs);
  const signature = pickSignature(model.tables(FIELDS.model.signatureDefs));
  const subgraph = subgraphs[signature?.subgraph ?? 0];
  if (subgraph === undefined) throw broken("it has no subgraph to run");
  const operators = readOperators(model, subgraphs);
  return { ...readSubgraph(subgraph, signature, operators), signature: signature?.index ?? 0 };
}

interface Signature {
  readonly index: number;
  readonly subgraph: number;
  readonly inputs: ReadonlyMap<number, string>;
  readonly outputs: ReadonlyMap<number, string>;
}

/** The signature of the first subgraph, else the first there is. */
function pickSignature(signatures: readonly FlatTable[]): Signature | null {
  const read = signatures.map((table, index): Signature => {
    const names = (field: number) =>
      new Map(
        table.tables(field).map((map) => [map.u32(FIELDS.tensorMap.tensorIndex), map.text(FIELDS.tensorMap.name)]),
      );
    const { inputs, outputs, subgraphIndex } = FIELDS.signatureDef;
    return { index, subgraph: table.u32(subgraphIndex), inputs: names(inputs), outputs: names(outputs) };
  });
  return read.find(({ subgraph }) => subgraph === 0) ?? read[0] ?? null;
}

/** The operators any of the subgraphs uses, by their numbers in the schema. */
function readOperators(model: FlatTable, subgraphs: readonly FlatTable[]): ReadonlySet<number> {
  const codes = model.tables(FIELDS.model.operatorCodes).map((table) => {
    const { deprecatedBuiltinCode, builtinCode, customCode } = FIELDS.operatorCode;
    // Numbers below 127 may stand in the older field alone.
    return {
      builtin: Math.max(table.u8(deprecatedBuiltinCode), table.i32(builtinCode)),
      custom: table.text(customCode),
    };
  });
  const used = new Set<number>();
  for (const operator of subgraphs.flatMap((subgraph) => subgraph.tables(FIELDS.subGraph.operators))) {
    const code = codes[operator.u32(FIELDS.operator.opcodeIndex)];
    if (code === undefined) throw broken("a step names an operator that is not there");
    if (code.builtin === CUSTOM && !CUSTOM_OPERATORS.has(code.custom)) {
      throw new NnError("unsupported-operation", `the model needs the operator ${code.custom}, which LiteRT lacks`);
    }
    used.add(code.builtin);
  }
  return used;
}

function readSubgraph(
  subgraph: FlatTable,
  signature: Signature | null,
  operators: ReadonlySet<number>,
): Omit<TfliteModel, "signature"> {
  const tensors = subgraph.tables(FIELDS.subGraph.tensors);
  const at = (index: number): FlatTable => {
    const tensor = tensors[index];
    if (tensor === undefined) throw broken(`it names tensor ${index} of ${tensors.length}`);
    return tensor;
  };
  const inputs = subgraph.numbers(FIELDS.subGraph.inputs);
  const outputs = subgraph.numbers(FIELDS.subGraph.outputs);
  const toEnds = (indices: readonly number[], names: ReadonlyMap<number, string> | undefined, role: string) =>
    indices.map((index) => toTensor(at(index), names?.get(index), role));
  const ends = {
    inputs: toEnds(inputs, signature?.inputs, "input"),
    outputs: toEnds(outputs, signature?.outputs, "output"),
  };
  const steps = subgraph.tables(FIELDS.subGraph.operators).map((step) => ({
    inputs: step.numbers(FIELDS.operator.inputs).filter((index) => index !== -1),
    outputs: step.numbers(FIELDS.operator.outputs),
  }));
  const written = new Set(steps.flatMap((step) => step.outputs));
  for (const [place, index] of outputs.entries()) {
    if (!written.has(index) || outputs.indexOf(index) !== place) {
      const { name } = ends.outputs[place]!;
      const why = written.has(index) ? "is an output twice" : "is an output that no step writes";
      throw new NnError("unsupported-operation", `"${name}" ${why}, which LiteRT gets wrong`);
    }
  }
  const openInputs = inputs.some((index) => isOpen(at(index)));
  if (outputs.some((index) => isOpen(at(index))) && (!openInputs || intersects(operators, SIZED_BY_VALUES))) {
    throw new NnError("unsupported-operation", "the model has outputs whose size depends on the values it is given");
  }
  return {
    ...ends,
    keepsState: intersects(operators, KEEPING_STATE),
    settlements: [...new Set([...inputs, ...outputs])].map(at).flatMap(toSettlement),
    workingBytes: steps.reduce((most, step) => Math.max(most, sumOf([...step.inputs, ...step.outputs].map(at))), 0),
  };
}

function toTensor(table: FlatTable, signatureName: string | undefined, role: string): TfliteTensor {
  const tensorName = table.text(FIELDS.tensor.name);
  const name = signatureName ?? tensorName;
  const code = table.u8(FIELDS.tensor.type);
  const type = TENSOR_TYPE_OF.get(code);
  if (type === undefined) {
    throw new NnError(
      "unsupported-operation",
      `${role} "${name}" has elements of type ${code} of TensorFlow Lite's schema`,
    );
  }
  const dimensions = table.numbers(FIELDS.tensor.shape);
  if (dimensions.some((size) => size < 0)) throw broken(`${role} "${name}" has the shape [${dimensions}]`);
  const byteLength = byteLengthOf(type, dimensions);
  if (byteLength === 0) throw new NnError("unsupported-operation", `${role} "${name}" is empty: [${dimensions}]`);
  if (byteLength > MAX_TENSOR_BYTES) {
    throw new NnError(
      "too-large",
      `${role} "${name}" of ${toShape({ type, dimensions })} does not fit LiteRT's memory`,
    );
  }
  return { name, tensorName, type, dimensions, byteLength };
}

function isOpen(table: FlatTable): boolean {
  return table.numbers(FIELDS.tensor.shapeSignature).includes(-1);
}

function toSettlement(table: FlatTable): TfliteModel["settlements"] {
  if (!isOpen(table)) return [];
  const from = table.vector(FIELDS.tensor.shape, 4);
  const to = table.vector(FIELDS.tensor.shapeSignature, 4);
  if (from === null || to === null || from.length !== to.length)
    throw broken("a tensor whose two shapes differ in rank");
  return [{ from: from.position, to: to.position, count: from.length }];
}

function sumOf(tables: readonly FlatTable[]): number {
  return tables.reduce((sum, table) => {
    const type = TENSOR_TYPE_OF.get(table.u8(FIELDS.tensor.type)) ?? "f32";
    return sum + table.numbers(FIELDS.tensor.shape).reduce((product, size) => product * size, TENSOR_TYPES[type]);
  }, 0);
}

function intersects<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return [...a].some((element) => b.has(element));
}
