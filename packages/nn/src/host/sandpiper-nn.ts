import type { Model } from "../inference.ts";
import type { TensorInfo } from "../tensor.ts";
import { type Dialect, failureOf, guestState } from "./guest-state.ts";
import type { HostModule } from "./host-module.ts";
import { NN_ERRNO } from "./wasi-nn-types.ts";

const SANDPIPER_NN: Dialect = { name: "sandpiper-nn", errno: NN_ERRNO, fault: NN_ERRNO["invalid-argument"] };

/** What `describe_graph` writes, as JSON. */
export interface GraphDescription {
  readonly encoding: Model["encoding"];
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** What the entries of its answer stand for, where the settings say so. */
  readonly labels?: readonly string[];
}

/**
 * What WASI-NN leaves out and a guest must know to use a model it did not bring itself. Graphs are those of
 * `wasi_ephemeral_nn`, and so are the numbers of errors.
 *
 * Each call writes JSON in UTF-8. What does not fit is `too_large`: nothing but `written` is written then, which says what it
 * takes. That is how a guest asks, and no failure for the logs.
 */
export const sandpiperNn: HostModule = {
  name: "sandpiper_nn",
  functions: ["describe_graph", "list_models"],
  create(context) {
    const state = guestState(context);
    const { memory, handles } = state;

    function answer(call: string, out: number, most: number, written: number, toValue: () => unknown): number {
      let fits = false;
      const failure = failureOf(SANDPIPER_NN, state, call, () => {
        const json = new TextEncoder().encode(JSON.stringify(toValue()));
        memory.bytes(out, most);
        memory.writeUint32(written, json.length);
        fits = json.length <= most >>> 0;
        if (fits) memory.write(out, json);
      });
      return failure ?? (fits ? 0 : NN_ERRNO["too-large"]);
    }

    return {
      /** `(graph: u32, out: *mut u8, out_max: u32, written: *mut u32) -> nn_errno`: a `GraphDescription`. */
      describe_graph: (graph: number, out: number, most: number, written: number) =>
        answer("describe_graph", out, most, written, () => toDescription(handles.get<Model>("graph", graph))),
      /** `(out: *mut u8, out_max: u32, written: *mut u32) -> nn_errno`: the names that `load_by_name` finds, in their order. */
      list_models: (out: number, most: number, written: number) =>
        answer("list_models", out, most, written, () => context.inference.names),
    };
  },
};

function toDescription({ encoding, inputs, outputs, labels }: Model): GraphDescription {
  const plain = ({ name, type, dimensions }: TensorInfo): TensorInfo => ({ name, type, dimensions });
  return {
    encoding,
    inputs: inputs.map(plain),
    outputs: outputs.map(plain),
    ...(labels ? { labels } : {}),
  };
}
