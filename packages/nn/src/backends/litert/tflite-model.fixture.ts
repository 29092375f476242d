/**
 * Writes small TensorFlow Lite models for tests, right or wrong as a test asks. Children are written after their parents,
 * so that every offset points forwards, as FlatBuffers wants it.
 */
export interface ModelPlan {
  readonly version?: number;
  readonly operatorCodes: readonly { builtin: number; custom?: string; version?: number }[];
  readonly tensors: readonly {
    name: string;
    shape: readonly number[];
    /** `TensorType` of the schema; 0 is f32. */
    type?: number;
    shapeSignature?: readonly number[];
    /** The value of a constant. */
    data?: Uint8Array;
  }[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly { code: number; inputs: readonly number[]; outputs: readonly number[] }[];
  readonly signature?: { inputs: Record<string, number>; outputs: Record<string, number> };
}

/** `BuiltinOperator` of the schema. */
export const ADD = 0;
export const GATHER = 36;
export const REVERSE = 105;

/** `sum = zeta + alpha`; the tensors' own names end in `:0`. */
export const SUM: ModelPlan = {
  operatorCodes: [{ builtin: ADD }],
  tensors: [
    { name: "zeta:0", shape: [2] },
    { name: "alpha:0", shape: [2] },
    { name: "sum:0", shape: [2] },
  ],
  inputs: [0, 1],
  outputs: [2],
  operators: [{ code: 0, inputs: [0, 1], outputs: [2] }],
  // Sorted by name, as TensorFlow's converter writes them.
  signature: { inputs: { alpha: 1, zeta: 0 }, outputs: { sum: 2 } },
};

/** `picked = [1, 2, 3][place]`: fails in its run when the place is not there. */
export const PICK: ModelPlan = {
  operatorCodes: [{ builtin: GATHER }],
  tensors: [
    { name: "place", shape: [], type: 2 },
    { name: "values", shape: [3], data: new Uint8Array(Float32Array.of(1, 2, 3).buffer) },
    { name: "picked", shape: [] },
  ],
  inputs: [0],
  outputs: [2],
  operators: [{ code: 0, inputs: [1, 0], outputs: [2] }],
};

/** Four elements of a `TensorType`, in reverse. */
export function reverseOf(type: number): ModelPlan {
  return {
    operatorCodes: [{ builtin: REVERSE }],
    tensors: [
      { name: "x", shape: [4], type },
      { name: "axis", shape: [1], type: 2, data: new Uint8Array(4) },
      { name: "y", shape: [4], type },
    ],
    inputs: [0],
    outputs: [2],
    operators: [{ code: 0, inputs: [0, 1], outputs: [2] }],
  };
}

export function writeModel(plan: ModelPlan): Uint8Array {
  const buffers = [table(), ...plan.tensors.map(({ data }) => table(data && bytes(data)))];
  const tensors = plan.tensors.map(({ name, shape, type = 0, shapeSignature }, index) =>
    table(ints(shape), u8(type), i32(index + 1), text(name), null, null, null, shapeSignature && ints(shapeSignature)),
  );
  const operators = plan.operators.map(({ code, inputs, outputs }) => table(i32(code), ints(inputs), ints(outputs)));
  const codes = plan.operatorCodes.map(({ builtin, custom, version = 1 }) =>
    table(u8(Math.min(builtin, 127)), custom === undefined ? null : text(custom), i32(version), i32(builtin)),
  );
  const maps = (ends: Record<string, number>) =>
    list(Object.entries(ends).map(([name, index]) => table(text(name), i32(index))));
  const { signature } = plan;
  const signatures =
    signature && list([table(maps(signature.inputs), maps(signature.outputs), text("serving_default"))]);
  const subgraph = table(list(tensors), ints(plan.inputs), ints(plan.outputs), list(operators), text("main"));
  const model = table(
    ...[i32(plan.version ?? 3), list(codes), list([subgraph]), text("made for a test"), list(buffers), null, null],
    signatures,
  );
  const writer = new Writer();
  writer.u32(0);
  for (const letter of "TFL3") writer.u8(letter.charCodeAt(0));
  writer.patch(0, model(writer));
  return writer.take();
}

/** Writes itself and answers where it begins. */
type Part = (writer: Writer) => number;
/** What stands in a table: a number itself, or where a part is. */
type Field = { readonly size: 1 | 4; readonly value: number } | Part | null | undefined;

const u8 = (value: number): Field => ({ size: 1, value });
const i32 = (value: number): Field => ({ size: 4, value });

function ints(values: readonly number[]): Part {
  return bytes(new Uint8Array(Int32Array.from(values).buffer), 4);
}

function text(value: string): Part {
  return bytes(new TextEncoder().encode(`${value}\0`), 1, 1);
}

/** @param uncounted bytes at the end that the length leaves out */
function bytes(data: Uint8Array, elementSize = 1, uncounted = 0): Part {
  return (writer) => {
    writer.align(16, 4);
    const start = writer.u32((data.length - uncounted) / elementSize);
    for (const byte of data) writer.u8(byte);
    return start;
  };
}

function list(parts: readonly Part[]): Part {
  return (writer) => {
    const start = writer.u32(parts.length);
    const slots = parts.map(() => writer.u32(0));
    for (const [index, slot] of slots.entries()) writer.patch(slot, parts[index]!(writer));
    return start;
  };
}

function table(...fields: Field[]): Part {
  return (writer) => {
    writer.align(4);
    const vtable = writer.u16(4 + 2 * fields.length);
    // Every field takes four bytes here, present or not.
    writer.u16(4 + 4 * fields.length);
    for (const [index, field] of fields.entries()) writer.u16(field ? 4 + 4 * index : 0);
    writer.align(4);
    const start = writer.u32(0);
    writer.set(start, start - vtable);
    const slots = fields.map(() => writer.u32(0));
    for (const [index, field] of fields.entries()) {
      if (typeof field === "function") writer.patch(slots[index]!, field(writer));
      else if (field) writer.set(slots[index]!, field.value);
    }
    return start;
  };
}

class Writer {
  readonly #bytes: number[] = [];

  /** Moves on until `offset` bytes further is a multiple of `alignment`. */
  align(alignment: number, offset = 0): void {
    while ((this.#bytes.length + offset) % alignment !== 0) this.u8(0);
  }

  u8(value: number): void {
    this.#bytes.push(value & 0xff);
  }

  u16(value: number): number {
    const position = this.#bytes.length;
    this.u8(value);
    this.u8(value >> 8);
    return position;
  }

  u32(value: number): number {
    this.align(4);
    const position = this.u16(value);
    this.u16(value >> 16);
    return position;
  }

  set(position: number, value: number): void {
    for (let index = 0; index < 4; index++) this.#bytes[position + index] = (value >> (8 * index)) & 0xff;
  }

  /** Makes what stands at `position` lead to `target`. */
  patch(position: number, target: number): void {
    this.set(position, target - position);
  }

  take(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
