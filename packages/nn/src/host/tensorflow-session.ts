import type { Model } from "../inference.ts";
import { NnError } from "../nn-error.ts";
import { byteLengthOf, TENSOR_TYPES, type Tensor, type TensorInfo, type TensorType } from "../tensor.ts";
import type { GuestState } from "./guest-state.ts";
import { findTensor, ModelRun, withoutZero } from "./model-run.ts";

/** A session of `wasmedge_tensorflow` or `wasmedge_tensorflowlite`, in whatever version guests call it. */
export class TensorflowSession {
  readonly #run: ModelRun;
  /** Names of the outputs that are asked for, in the order of their ids. */
  readonly #fetches: string[] = [];
  readonly #asks: boolean;

  /** @param asks whether outputs have to be asked for before a run (TensorFlow), or are all there (TensorFlow Lite) */
  constructor(model: Model, asks: boolean, state: GuestState) {
    this.#run = new ModelRun(model, state.budget);
    this.#asks = asks;
    if (!asks) this.#fetches.push(...model.outputs.map(({ name }) => name));
  }

  /** Input of TensorFlow: any operation's output, by `name` or `name:index`. */
  setShapedInput(name: string, tensor: Tensor): void {
    const { inputs } = this.#run.model;
    const index = findTensor(inputs, name);
    const info = index === null ? null : inputs[index]!;
    this.#run.setInput(info?.name ?? withoutZero(name), tensor, info);
  }

  /** Input of TensorFlow Lite: its type and sizes are the model's; sizes that are open are 1, or what the bytes make of one. */
  setInput(name: string, data: Uint8Array): void {
    const { inputs } = this.#run.model;
    const index = findTensor(inputs, name);
    if (index === null) throw new NnError("invalid-argument", `the model has no input "${name}", only ${list(inputs)}`);
    const info = inputs[index]!;
    const type = info.type ?? "u8";
    this.#run.setInput(info.name, { type, dimensions: sizesFor(info, type, data.byteLength), data }, info);
  }

  /** Asks for an output; twice is once. */
  addOutput(name: string): void {
    if (this.#fetches.length === MAX_OUTPUTS) throw new NnError("invalid-argument", `more than ${MAX_OUTPUTS} outputs`);
    if (this.#placeOf(name) !== null) return;
    this.#fetches.push(withoutZero(name));
    // What ran before did not have it.
    this.#run.clearOutputs();
  }

  /** @throws NnError `invalid-argument` for one that was not asked for */
  idOf(name: string): number {
    const place = this.#placeOf(name);
    if (place !== null) return place;
    const known = this.#asks ? "it was not asked for" : `only ${list(this.#run.model.outputs)}`;
    throw new NnError("invalid-argument", `there is no output "${name}": ${known}`);
  }

  /**
   * Null before a run.
   * @throws NnError `invalid-argument` for an id that no output has
   */
  output(id: number): Uint8Array | null {
    if (id >>> 0 >= this.#fetches.length) throw new NnError("invalid-argument", `${id >>> 0} is no output's id`);
    return this.#run.outputs?.[id]?.data ?? null;
  }

  run(): void {
    this.#run.run(this.#asks ? [...this.#fetches] : undefined);
  }

  clearInputs(): void {
    this.#run.clearInputs();
  }

  clearOutputs(): void {
    this.#run.clearOutputs();
    this.#fetches.length = 0;
  }

  close(): void {
    this.#run.close();
  }

  #placeOf(name: string): number | null {
    if (!this.#asks) return findTensor(this.#run.model.outputs, name);
    const place = this.#fetches.indexOf(withoutZero(name));
    return place === -1 ? null : place;
  }
}

const MAX_OUTPUTS = 1024;

function sizesFor({ name, dimensions }: TensorInfo, type: TensorType, byteLength: number): number[] {
  if (dimensions === null) return [byteLength / TENSOR_TYPES[type]];
  const sizes = dimensions.map((size) => (size === -1 ? 1 : size));
  const least = byteLengthOf(type, sizes);
  if (least === byteLength) return sizes;
  const open = dimensions.indexOf(-1);
  if (open !== -1 && open === dimensions.lastIndexOf(-1) && least > 0 && byteLength % least === 0) {
    return sizes.map((size, index) => (index === open ? byteLength / least : size));
  }
  throw new NnError("invalid-argument", `input "${name}" takes ${least} bytes, not ${byteLength}`);
}

function list(infos: readonly TensorInfo[]): string {
  return infos.map(({ name }) => `"${name}"`).join(", ") || "none";
}

/** Longest name of an operation that is looked for. */
const MAX_NAME = 1024;

/** @throws NnError `invalid-argument` when it is too long or not UTF-8 */
export function readOperationName({ memory }: GuestState, pointer: number, length: number): string {
  if (length >>> 0 > MAX_NAME) throw new NnError("invalid-argument", `a name of ${length >>> 0} bytes`);
  const name = memory.readText(pointer, length);
  if (name === null) throw new NnError("invalid-argument", "the name is not UTF-8");
  return name;
}
