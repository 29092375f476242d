import { NnError } from "../nn-error.ts";
import { answering, type Dialect, guestState } from "./guest-state.ts";
import type { HostModule } from "./host-module.ts";
import { readOperationName, TensorflowSession } from "./tensorflow-session.ts";
import { TF_ERRNO } from "./tensorflow-types.ts";
import { LEGACY_LITE, legacyTensorflowLite } from "./wasmedge-tensorflow-legacy.ts";

export const TENSORFLOW_LITE: Dialect = {
  name: "wasmedge_tensorflowlite",
  errno: TF_ERRNO,
  fault: TF_ERRNO["missing-memory"],
};

/**
 * `wasmedge_tensorflowlite` as wasmedge_tensorflow_interface 0.3 calls it, and under other names as 0.2 does. Inputs and outputs go by the
 * names of their tensors.
 */
export const wasmedgeTensorflowLite: HostModule = {
  name: "wasmedge_tensorflowlite",
  functions: [
    "create_session",
    "delete_session",
    "run_session",
    "get_output_tensor",
    "get_tensor_len",
    "get_tensor_data",
    "append_input",
    ...LEGACY_LITE,
  ],
  create(context) {
    const state = guestState(context);
    const { memory, handles } = state;
    const session = (handle: number) => handles.get<TensorflowSession>("session", handle);

    const calls = answering(TENSORFLOW_LITE, state, {
      create_session(model, length, result) {
        memory.bytes(result!, 4);
        const loaded = context.inference.load(memory.bytes(model!, length!), "tensorflow-lite");
        memory.writeUint32(result!, handles.add("session", new TensorflowSession(loaded, false, state)));
      },

      delete_session(handle) {
        session(handle!).close();
        handles.remove("session", handle!);
      },

      run_session: (handle) => session(handle!).run(),

      get_output_tensor(handle, name, length, result) {
        memory.writeUint32(result!, session(handle!).idOf(readOperationName(state, name!, length!)));
      },

      get_tensor_len(handle, tensor, result) {
        memory.writeUint32(result!, session(handle!).output(tensor!)?.byteLength ?? 0);
      },

      /** A buffer that is too small gets nothing, as in WasmEdge, which wants it to be exact; a larger one will do here. */
      get_tensor_data(handle, tensor, buffer, length, result) {
        const data = session(handle!).output(tensor!) ?? new Uint8Array();
        memory.bytes(result!, 4);
        memory.bytes(buffer!, length!);
        if (data.byteLength > length! >>> 0) {
          throw new NnError(
            "invalid-argument",
            `output ${tensor! >>> 0} is ${data.byteLength} bytes, the buffer ${length! >>> 0}`,
          );
        }
        memory.write(buffer!, data);
        memory.writeUint32(result!, data.byteLength);
      },

      append_input(handle, name, nameLength, data, length) {
        session(handle!).setInput(readOperationName(state, name!, nameLength!), memory.bytes(data!, length!));
      },
    });
    return { ...calls, ...legacyTensorflowLite(state) };
  },
};
