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
 */
export const sandpiperNn: HostModule = {
  name: "sandpiper_nn",
  functions: ["describe_graph"],
  create(context) {
    const state = guestState(context);
    const { memory, handles } = state;
    return {
      /**
       * `(graph: u32, out: *mut u8, out_max: u32, written: *mut u32) -> nn_errno`: writes a `GraphDescription` in UTF-8. One that does
       * not fit is `too_large`, and `written` says what it takes; that is how a guest asks, and no failure for the logs.
       */
      describe_graph(graph: number, out: number, most: number, written: number) {
        let fits = false;
        const failure = failureOf(SANDPIPER_NN, state, "describe_graph", () => {
          const description = toBytes(handles.get<Model>("graph", graph));
          memory.bytes(out, most);
          memory.writeUint32(written, description.length);
          fits = description.length <= most >>> 0;
          if (fits) memory.write(out, description);
        });
        return failure ?? (fits ? 0 : NN_ERRNO["too-large"]);
      },
    };
  },
};

function toBytes({ encoding, inputs, outputs, labels }: Model): Uint8Array {
  const plain = ({ name, type, dimensions }: TensorInfo): TensorInfo => ({ name, type, dimensions });
  const description: GraphDescription = {
    encoding,
    inputs: inputs.map(plain),
    outputs: outputs.map(plain),
    ...(labels ? { labels } : {}),
  };
  return new TextEncoder().encode(JSON.stringify(description));
}
