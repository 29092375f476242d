import type { Model } from "../inference.ts";
import { NnError } from "../nn-error.ts";
import { MAX_RANK } from "../tensor.ts";
import { answering, type Dialect, type GuestState, guestState } from "./guest-state.ts";
import type { HostModule } from "./host-module.ts";
import { ModelRun } from "./model-run.ts";
import { NN_ERRNO, readTensorType, TARGETS, toEncoding } from "./wasi-nn-types.ts";

export const WASI_NN: Dialect = { name: "wasi-nn", errno: NN_ERRNO, fault: NN_ERRNO["invalid-argument"] };

/** Longer names are nobody's. */
const MAX_NAME = 1024;

/**
 * WASI-NN as its witx has it, with what WasmEdge adds. Every call answers an `nn_errno`.
 *
 * - A model is one part: WASI-NN lets a backend define several, and those here do not.
 * - Every target is taken, and runs on the processor: where a model runs is a wish, and a function should run everywhere.
 * - An output that does not fit is `too_large`, and nothing is written, as in Wasmtime; WasmEdge answers `invalid_argument`.
 */
export const wasiNn: HostModule = {
  name: "wasi_ephemeral_nn",
  functions: [
    "load",
    "load_by_name",
    "load_by_name_with_config",
    "init_execution_context",
    "set_input",
    "compute",
    "get_output",
    "unload",
    "finalize_execution_context",
    "compute_single",
    "get_output_single",
    "fini_single",
  ],
  create(context) {
    const state = guestState(context);
    const { memory, handles, budget, log } = state;

    function addGraph(model: Model, result: number): void {
      memory.writeUint32(result, handles.add("graph", model));
    }

    /** The result is checked first: a graph that the guest cannot be told of would be lost. */
    function loadByName(name: number, length: number, result: number): void {
      memory.bytes(result, 4);
      addGraph(context.inference.loadByName(readName(state, name, length)), result);
    }

    return answering(WASI_NN, state, {
      load(builders, count, encoding, target, result) {
        memory.bytes(result!, 4);
        const form = toEncoding(encoding! >>> 0);
        const place = TARGETS[target! >>> 0];
        if (place === undefined) throw new NnError("invalid-argument", `an execution target ${target! >>> 0}`);
        if (count !== 1) throw new NnError("invalid-argument", `a model is one part, not ${count! >>> 0}`);
        const [model] = memory.readSlices(builders!, 1);
        if (place === "gpu" || place === "tpu")
          log.say("wasi-nn: load", `there is no ${place} here: it runs on the processor`);
        addGraph(context.inference.load(model!, form), result!);
      },

      load_by_name: (name, length, result) => loadByName(name!, length!, result!),

      load_by_name_with_config(name, length, config, configLength, result) {
        // WasmEdge's language models take one; the backends here have nothing to set.
        memory.bytes(config!, configLength!);
        if (configLength !== 0) log.say("wasi-nn: load_by_name_with_config", "the configuration is not used");
        loadByName(name!, length!, result!);
      },

      init_execution_context(graph, result) {
        memory.bytes(result!, 4);
        const run = new ModelRun(handles.get<Model>("graph", graph!), budget);
        memory.writeUint32(result!, handles.add("context", run));
      },

      set_input(handle, index, tensor) {
        const run = handles.get<ModelRun>("context", handle!);
        const info = run.model.inputs[index! >>> 0];
        if (!info) throw noSuch("input", index!, run.model.inputs.length);
        // $tensor: a list of dimensions (pointer, length), the type in one byte, a list of bytes; 20 bytes with the gap.
        const at = tensor! >>> 0;
        memory.bytes(at, 20);
        const [dimensions, rank] = [memory.readUint32(at), memory.readUint32(at + 4)];
        const data = memory.bytes(memory.readUint32(at + 12), memory.readUint32(at + 16));
        if (rank > MAX_RANK) throw new NnError("invalid-argument", `a tensor of ${rank} dimensions`);
        const shape = memory.readUint32s(dimensions, rank);
        const type = readTensorType(memory.readUint8(at + 8), shape, data.byteLength, info);
        run.setInput(info.name, { type, dimensions: shape, data }, info);
      },

      compute: (handle) => handles.get<ModelRun>("context", handle!).run(),

      get_output(handle, index, buffer, length, result) {
        const run = handles.get<ModelRun>("context", handle!);
        const { outputs } = run;
        if (outputs === null) throw new NnError("runtime-error", "nothing was computed yet");
        const output = outputs[index! >>> 0];
        if (!output) throw noSuch("output", index!, outputs.length);
        memory.bytes(buffer!, length!);
        memory.bytes(result!, 4);
        const size = output.data.byteLength;
        if (size > length! >>> 0) {
          throw new NnError("too-large", `output ${index! >>> 0} is ${size} bytes, the buffer ${length! >>> 0}`);
        }
        memory.write(buffer!, output.data);
        memory.writeUint32(result!, size);
      },

      unload: (graph) => handles.remove("graph", graph!),

      finalize_execution_context(handle) {
        const run = handles.get<ModelRun>("context", handle!);
        handles.remove("context", handle!);
        run.close();
      },

      // One token at a time is for language models.
      compute_single: () => refuse(),
      get_output_single: () => refuse(),
      fini_single: () => refuse(),
    });
  },
};

function readName({ memory }: GuestState, pointer: number, length: number): string {
  if (length >>> 0 > MAX_NAME) throw new NnError("invalid-argument", `a name of ${length >>> 0} bytes`);
  const name = memory.readText(pointer, length);
  if (name === null) throw new NnError("invalid-argument", "the name is not UTF-8");
  return name;
}

function noSuch(what: string, index: number, count: number): NnError {
  return new NnError("invalid-argument", `${what} ${index >>> 0} of a model that has ${count}`);
}

function refuse(): never {
  throw new NnError("unsupported-operation", "models are run whole, not a token at a time");
}
