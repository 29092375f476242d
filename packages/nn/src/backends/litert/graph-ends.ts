import type { Feed } from "../../backend.ts";
import { NnError } from "../../nn-error.ts";
import { checkFeed, type Tensor } from "../../tensor.ts";
import type { TfliteModel, TfliteTensor } from "./tflite-model.ts";

/**
 * One tensor for each of `inputs`, in their order.
 * @throws NnError `invalid-argument` when one is missing, given twice, unknown, or does not fit
 */
export function matchFeeds(inputs: readonly TfliteTensor[], feeds: readonly Feed[]): Tensor[] {
  const fed = new Map<number, Tensor>();
  for (const { name, tensor } of feeds) {
    const index = findEnd(inputs, name, "input");
    if (fed.has(index)) throw new NnError("invalid-argument", `input "${name}" is given twice`);
    checkFeed(tensor, inputs[index]!);
    fed.set(index, tensor);
  }
  return inputs.map(({ name }, index) => {
    const tensor = fed.get(index);
    if (tensor === undefined) throw new NnError("invalid-argument", `input "${name}" is not given`);
    return tensor;
  });
}

/** The places of the outputs that are asked for; left out, of all. */
export function matchFetches(outputs: readonly TfliteTensor[], fetches: readonly string[] | undefined): number[] {
  return fetches?.map((name) => findEnd(outputs, name, "output")) ?? [...outputs.keys()];
}

/** @returns its place */
function findEnd(tensors: readonly TfliteTensor[], name: string, role: string): number {
  const index = tensors.findIndex((tensor) => tensor.name === name);
  if (index !== -1) return index;
  const own = tensors.findIndex(({ tensorName }) => tensorName === name);
  if (own !== -1) return own;
  const known = tensors.map((tensor) => `"${tensor.name}"`).join(", ");
  throw new NnError("invalid-argument", `the model has no ${role} "${name}", only ${known || "none"}`);
}

/** About what a loaded model takes, in bytes: twice the file, since XNNPACK keeps the weights a second time in an order of its own. */
export function sizeOfGraph(
  { inputs, outputs, workingBytes }: Pick<TfliteModel, "inputs" | "outputs" | "workingBytes">,
  fileBytes: number,
): number {
  const ends = [...inputs, ...outputs].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return 2 * fileBytes + ends + workingBytes;
}
