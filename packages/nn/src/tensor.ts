import { NnError } from "./nn-error.ts";

/** Every element type a backend may meet, with the bytes one element takes. */
export const TENSOR_TYPES = {
  f16: 2,
  f32: 4,
  f64: 8,
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  bool: 1,
} as const satisfies Record<string, number>;

export type TensorType = keyof typeof TENSOR_TYPES;

/** A tensor: `data` is its elements in row-major order, little-endian, with no gaps. */
export interface Tensor {
  readonly type: TensorType;
  /** Outermost first, none negative; empty for a scalar. */
  readonly dimensions: readonly number[];
  readonly data: Uint8Array;
}

/** What a graph says of one of its inputs or outputs. */
export interface TensorInfo {
  readonly name: string;
  /** What the tensor itself is called, where `name` is what a signature calls it. Guests may use either. */
  readonly tensorName?: string;
  /** Null where the graph leaves it open. */
  readonly type: TensorType | null;
  /** -1 stands for a size that is open; null for a rank that is. */
  readonly dimensions: readonly number[] | null;
}

/** As many dimensions as a tensor may have: more than any backend takes. */
export const MAX_RANK = 16;

/**
 * Bytes of a tensor with these dimensions.
 * @throws NnError `invalid-argument` for dimensions no tensor can have
 */
export function byteLengthOf(type: TensorType, dimensions: readonly number[]): number {
  if (dimensions.length > MAX_RANK)
    throw new NnError("invalid-argument", `a tensor of ${dimensions.length} dimensions`);
  let elements = 1;
  for (const size of dimensions) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new NnError("invalid-argument", `a tensor with a dimension of ${size}`);
    }
    elements *= size;
    if (elements > Number.MAX_SAFE_INTEGER / 8) throw new NnError("too-large", "a tensor larger than any memory");
  }
  return elements * TENSOR_TYPES[type];
}

/**
 * Whether `tensor` can be fed to `info`: the same type, sizes that agree where the graph fixes them, and as many bytes as these say.
 * @throws NnError `invalid-argument` that says what was wanted
 */
export function checkFeed(tensor: Tensor, info: TensorInfo): void {
  const { type, dimensions, data } = tensor;
  const wanted = byteLengthOf(type, dimensions);
  if (data.byteLength !== wanted) {
    throw new NnError(
      "invalid-argument",
      `input "${info.name}" of ${toShape(tensor)} takes ${wanted} bytes, not ${data.byteLength}`,
    );
  }
  const fits =
    info.dimensions === null ||
    (info.dimensions.length === dimensions.length &&
      info.dimensions.every((size, axis) => size === -1 || size === dimensions[axis]));
  if ((info.type !== null && info.type !== type) || !fits) {
    throw new NnError("invalid-argument", `input "${info.name}" is ${toShape(info)}, not ${toShape(tensor)}`);
  }
}

/** As messages show it: `u8[1,224,224,3]`, with `?` where it is open. */
export function toShape({ type, dimensions }: Pick<TensorInfo, "type" | "dimensions">): string {
  return `${type ?? "?"}[${dimensions?.map((size) => (size === -1 ? "?" : size)).join(",") ?? "..."}]`;
}
