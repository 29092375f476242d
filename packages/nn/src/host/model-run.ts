import type { Model } from "../inference.ts";
import { NnError } from "../nn-error.ts";
import { checkFeed, type Tensor, type TensorInfo } from "../tensor.ts";
import type { TensorBudget, TensorHolder } from "./tensor-budget.ts";

/**
 * What a guest prepares for a run of a model, and what came out: an execution context of WASI-NN, a session of the others. Inputs stay
 * for the next run; outputs stay until then.
 */
export class ModelRun implements TensorHolder {
  readonly model: Model;
  readonly #budget: TensorBudget;
  readonly #inputs = new Map<string, Tensor>();
  #outputs: readonly Tensor[] | null = null;
  #wasRead = false;
  #wasLetGo = false;
  #bytes = 0;

  /** @throws NnError `too-large` when the guest has too many */
  constructor(model: Model, budget: TensorBudget) {
    this.model = model;
    this.#budget = budget;
    budget.add(this);
  }

  /**
   * Copies a tensor out of the guest's memory, in the place of an earlier one of this name.
   * @param info what the graph says of this input; null where it says nothing
   * @throws NnError `invalid-argument` for one that does not fit, `too-large`
   */
  setInput(name: string, tensor: Tensor, info: TensorInfo | null): void {
    checkFeed(tensor, info ?? { name, type: null, dimensions: null });
    const before = this.#inputs.get(name)?.data.byteLength ?? 0;
    this.#take(tensor.data.byteLength - before);
    this.#inputs.set(name, { ...tensor, data: tensor.data.slice() });
    this.#wasLetGo = false;
  }

  /** @param fetches the outputs to get; all of the graph's when left out */
  run(fetches?: readonly string[]): void {
    if (this.#wasLetGo) throw this.#gone();
    this.clearOutputs();
    const feeds = [...this.#inputs].map(([name, tensor]) => ({ name, tensor }));
    const outputs = this.model.run(feeds, fetches);
    this.#take(sizeOf(outputs));
    this.#outputs = outputs;
  }

  /** Null before a run. */
  get outputs(): readonly Tensor[] | null {
    if (this.#wasLetGo) throw this.#gone();
    this.#wasRead = this.#outputs !== null;
    return this.#outputs;
  }

  clearInputs(): void {
    this.#take(-sizeOf(this.#inputs.values()));
    this.#inputs.clear();
  }

  clearOutputs(): void {
    this.#take(-sizeOf(this.#outputs ?? []));
    this.#outputs = null;
    this.#wasRead = false;
  }

  close(): void {
    this.clearInputs();
    this.clearOutputs();
    this.#budget.remove(this);
  }

  get spareBytes(): number {
    return this.#wasRead ? this.#bytes : 0;
  }

  letGo(): void {
    this.clearInputs();
    this.clearOutputs();
    this.#wasLetGo = true;
  }

  #take(bytes: number): void {
    if (bytes > 0) this.#budget.reserve(bytes, this);
    else this.#budget.free(-bytes);
    this.#bytes += bytes;
  }

  #gone(): NnError {
    return new NnError("runtime-error", "its tensors were let go after they were read, to make room for later ones");
  }
}

/** The place of the tensor that goes by this name; null when none does. */
export function findTensor(infos: readonly TensorInfo[], name: string): number | null {
  const plain = withoutZero(name);
  const byName = infos.findIndex((info) => withoutZero(info.name) === plain);
  if (byName !== -1) return byName;
  const byTensor = infos.findIndex(({ tensorName }) => tensorName !== undefined && withoutZero(tensorName) === plain);
  return byTensor === -1 ? null : byTensor;
}

/** The first output of an operation goes by the operation's name too: `input:0` is `input`. */
export function withoutZero(name: string): string {
  return name.endsWith(":0") ? name.slice(0, -2) : name;
}

function sizeOf(tensors: Iterable<Tensor>): number {
  let size = 0;
  for (const { data } of tensors) size += data.byteLength;
  return size;
}
