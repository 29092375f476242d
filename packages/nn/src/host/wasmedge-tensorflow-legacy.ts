import type { Encoding } from "../encoding.ts";
import { NnError } from "../nn-error.ts";
import { MAX_RANK } from "../tensor.ts";
import { failureOf, type GuestState } from "./guest-state.ts";
import { readOperationName, TensorflowSession } from "./tensorflow-session.ts";
import { TF_ERRNO, toTensorType } from "./tensorflow-types.ts";

// wasmedge_tensorflow_interface 0.2: handles are 64-bit numbers and 0 is none; most calls answer nothing, so what fails is in the log
// alone; a tensor has a handle of its own. Its two modules differ in the names of their functions and in how an input is given.

const LITE_CALLS = [
  "create_session",
  "delete_session",
  "run_session",
  "get_output_tensor",
  "get_tensor_len",
  "get_tensor_data",
  "append_input",
];
const TENSORFLOW_CALLS = [...LITE_CALLS, "append_output", "clear_input", "clear_output"];

const NAMES = { tensorflow: "wasmedge_tensorflow", "tensorflow-lite": "wasmedge_tensorflowlite" } as const;

export const LEGACY_TENSORFLOW = TENSORFLOW_CALLS.map((call) => `${NAMES.tensorflow}_${call}`);
export const LEGACY_LITE = LITE_CALLS.map((call) => `${NAMES["tensorflow-lite"]}_${call}`);

type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

export function legacyTensorflow(state: GuestState): WebAssembly.ModuleImports {
  const { memory } = state;
  const legacy = new LegacySessions(state, "tensorflow");
  /** Names come without their index, which stands beside them. */
  const read = (name: number, length: number, index: number) =>
    `${readOperationName(state, name, length)}:${index >>> 0}`;
  return withPrefix(NAMES.tensorflow, {
    ...legacy.calls,
    get_output_tensor: (handle: bigint, name: number, length: number, index: number) =>
      legacy.findOutput(handle, () => read(name, length, index)),
    append_input(
      handle: bigint,
      name: number,
      nameLength: number,
      index: number,
      dimensions: number,
      rank: number,
      type: number,
      data: number,
      length: number,
    ) {
      legacy.attempt("append_input", () => {
        if (rank >>> 0 > MAX_RANK) throw new NnError("invalid-argument", `a tensor of ${rank >>> 0} dimensions`);
        legacy.session(handle).setShapedInput(read(name, nameLength, index), {
          type: toTensorType(type >>> 0),
          dimensions: memory.readInt64s(dimensions, rank),
          data: memory.bytes(data, length),
        });
      });
    },
    append_output(handle: bigint, name: number, length: number, index: number) {
      legacy.attempt("append_output", () => legacy.session(handle).addOutput(read(name, length, index)));
    },
    clear_input(handle: bigint) {
      legacy.attempt("clear_input", () => legacy.session(handle).clearInputs());
    },
    clear_output(handle: bigint) {
      legacy.attempt("clear_output", () => {
        const session = legacy.session(handle);
        session.clearOutputs();
        legacy.forgetTensors(session);
      });
    },
  });
}

export function legacyTensorflowLite(state: GuestState): WebAssembly.ModuleImports {
  const { memory } = state;
  const legacy = new LegacySessions(state, "tensorflow-lite");
  return withPrefix(NAMES["tensorflow-lite"], {
    ...legacy.calls,
    get_output_tensor: (handle: bigint, name: number, length: number) =>
      legacy.findOutput(handle, () => readOperationName(state, name, length)),
    append_input(handle: bigint, name: number, nameLength: number, data: number, length: number) {
      legacy.attempt("append_input", () => {
        legacy.session(handle).setInput(readOperationName(state, name, nameLength), memory.bytes(data, length));
      });
    },
  });
}

function withPrefix(prefix: string, calls: Calls): WebAssembly.ModuleImports {
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [`${prefix}_${name}`, call as () => unknown]));
}

/** Output `id` of a session. */
interface LegacyTensor {
  readonly session: TensorflowSession;
  readonly id: number;
}

/** What both modules have in common. */
class LegacySessions {
  readonly #state: GuestState;
  readonly #form: Encoding & keyof typeof NAMES;
  /** Handles of each session's tensors, by their ids. */
  readonly #tensors = new Map<TensorflowSession, Map<number, number>>();

  constructor(state: GuestState, form: Encoding & keyof typeof NAMES) {
    this.#state = state;
    this.#form = form;
  }

  /** Whether it went well. */
  attempt(call: string, action: () => void): boolean {
    const dialect = { name: NAMES[this.#form], errno: TF_ERRNO, fault: TF_ERRNO["missing-memory"] };
    return failureOf(dialect, this.#state, call, action) === null;
  }

  session(handle: bigint): TensorflowSession {
    return this.#state.handles.get("session", toHandle(handle));
  }

  /** The tensor's handle: 0 when there is no such output. */
  findOutput(handle: bigint, readName: () => string): bigint {
    let found = 0;
    this.attempt("get_output_tensor", () => {
      const session = this.session(handle);
      const id = session.idOf(readName());
      const known = this.#tensors.get(session) ?? new Map<number, number>();
      this.#tensors.set(session, known);
      found = known.get(id) ?? this.#state.handles.add("tensor", { session, id } satisfies LegacyTensor);
      known.set(id, found);
    });
    return BigInt(found);
  }

  forgetTensors(session: TensorflowSession): void {
    for (const tensor of this.#tensors.get(session)?.values() ?? []) this.#state.handles.remove("tensor", tensor);
    this.#tensors.delete(session);
  }

  readonly calls = {
    /** The session's handle: 0 when the model could not be loaded. */
    create_session: (model: number, length: number): bigint => {
      const { context, memory, handles } = this.#state;
      let made = 0;
      this.attempt("create_session", () => {
        const loaded = context.inference.load(memory.bytes(model, length), this.#form);
        made = handles.add("session", new TensorflowSession(loaded, this.#form === "tensorflow", this.#state));
      });
      return BigInt(made);
    },

    delete_session: (handle: bigint): void => {
      this.attempt("delete_session", () => {
        const session = this.session(handle);
        session.close();
        this.forgetTensors(session);
        this.#state.handles.remove("session", toHandle(handle));
      });
    },

    /** 0, or 1 when the run failed. */
    run_session: (handle: bigint): number => (this.attempt("run_session", () => this.session(handle).run()) ? 0 : 1),

    /** Bytes: 0 before a run, and of no tensor. */
    get_tensor_len: (tensor: bigint): number => {
      let length = 0;
      this.attempt("get_tensor_len", () => {
        length = this.#data(tensor).byteLength;
      });
      return length;
    },

    /** All of it: the guest has made room for `get_tensor_len` bytes. */
    get_tensor_data: (tensor: bigint, buffer: number): void => {
      this.attempt("get_tensor_data", () => this.#state.memory.write(buffer, this.#data(tensor)));
    },
  };

  #data(tensor: bigint): Uint8Array {
    const { session, id } = this.#state.handles.get<LegacyTensor>("tensor", toHandle(tensor));
    return session.output(id) ?? new Uint8Array();
  }
}

/** An i64 comes as a signed bigint; what no handle can be is 0. */
function toHandle(handle: bigint): number {
  return handle > 0n && handle <= 0xffff_ffffn ? Number(handle) : 0;
}
