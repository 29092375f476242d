import type { Model } from "../inference.ts";
import { NnError } from "../nn-error.ts";
import { MAX_RANK } from "../tensor.ts";
import { toText } from "./guest-memory.ts";
import { answering, type Dialect, type GuestState, guestState } from "./guest-state.ts";
import type { HostModule } from "./host-module.ts";
import { readOperationName, TensorflowSession } from "./tensorflow-session.ts";
import { TF_ERRNO, toTensorType } from "./tensorflow-types.ts";
import { LEGACY_TENSORFLOW, legacyTensorflow } from "./wasmedge-tensorflow-legacy.ts";

export const TENSORFLOW: Dialect = {
  name: "wasmedge_tensorflow",
  errno: TF_ERRNO,
  fault: TF_ERRNO["missing-memory"],
};

/** A saved model has a handful of tags, usually the one `serve`. */
const MAX_TAGS = 64;

/**
 * `wasmedge_tensorflow` as wasmedge_tensorflow_interface 0.3 calls it, and under other names as 0.2 does: frozen graphs and saved models.
 * Operations go by `name` or `name:output`.
 */
export const wasmedgeTensorflow: HostModule = {
  name: "wasmedge_tensorflow",
  functions: [
    "create_session",
    "create_session_saved_model",
    "delete_session",
    "run_session",
    "get_output_tensor",
    "get_tensor_len",
    "get_tensor_data",
    "append_input",
    "append_output",
    "clear_input",
    "clear_output",
    ...LEGACY_TENSORFLOW,
  ],
  create(context) {
    const state = guestState(context);
    const { memory, handles } = state;
    const session = (handle: number) => handles.get<TensorflowSession>("session", handle);

    function addSession(model: Model, result: number): void {
      memory.writeUint32(result, handles.add("session", new TensorflowSession(model, true, state)));
    }

    const calls = answering(TENSORFLOW, state, {
      create_session(model, length, result) {
        memory.bytes(result!, 4);
        addSession(context.inference.load(memory.bytes(model!, length!), "tensorflow"), result!);
      },

      create_session_saved_model(path, length, tags, count, result) {
        memory.bytes(result!, 4);
        const folder = readOperationName(state, path!, length!);
        addSession(context.inference.loadFolder(readFolder(state, folder), readTags(state, tags!, count!)), result!);
      },

      delete_session(handle) {
        session(handle!).close();
        handles.remove("session", handle!);
      },

      run_session: (handle) => session(handle!).run(),

      get_output_tensor(handle, name, length, result) {
        memory.writeUint32(result!, session(handle!).idOf(readOperationName(state, name!, length!)));
      },

      /** 0 before a run, as in WasmEdge. */
      get_tensor_len(handle, tensor, result) {
        memory.writeUint32(result!, session(handle!).output(tensor!)?.byteLength ?? 0);
      },

      /** Writes as much as the buffer takes, and says how much that was, as WasmEdge does. */
      get_tensor_data(handle, tensor, buffer, length, result) {
        const data = session(handle!).output(tensor!) ?? new Uint8Array();
        memory.bytes(result!, 4);
        const room = memory.bytes(buffer!, length!);
        const written = data.subarray(0, room.length);
        room.set(written);
        memory.writeUint32(result!, written.length);
      },

      append_input(handle, name, nameLength, dimensions, rank, type, data, length) {
        if (rank! >>> 0 > MAX_RANK) throw new NnError("invalid-argument", `a tensor of ${rank! >>> 0} dimensions`);
        session(handle!).setShapedInput(readOperationName(state, name!, nameLength!), {
          type: toTensorType(type! >>> 0),
          dimensions: memory.readInt64s(dimensions!, rank!),
          data: memory.bytes(data!, length!),
        });
      },

      append_output: (handle, name, length) => session(handle!).addOutput(readOperationName(state, name!, length!)),
      clear_input: (handle) => session(handle!).clearInputs(),
      clear_output: (handle) => session(handle!).clearOutputs(),
    });
    return { ...calls, ...legacyTensorflow(state) };
  },
};

function readFolder({ context }: GuestState, path: string): ReadonlyMap<string, Uint8Array> {
  if (!context.readFolder)
    throw new NnError("not-found", `the function was granted no folder, so there is no "${path}"`);
  return context.readFolder(path);
}

function readTags({ memory }: GuestState, pointer: number, count: number): string[] {
  if (count >>> 0 > MAX_TAGS) throw new NnError("invalid-argument", `${count >>> 0} tags`);
  return memory.readSlices(pointer, count).map((bytes) => {
    const tag = toText(bytes);
    if (tag === null) throw new NnError("invalid-argument", "a tag is not UTF-8");
    return tag;
  });
}
