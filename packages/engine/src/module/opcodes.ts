/**
 * What follows each opcode. Source: core specification 3.0, binary format, instructions (with the index of instructions
 * in its appendix); threads, legacy exception handling and wide arithmetic from their proposals. Names of the kinds:
 *
 * `none` nothing · `block` a block type, opens a block · `end` closes one · `index`, `index2` one or two indices ·
 * `delegate` an index, and closes a block (legacy exceptions) · `labels` a list of indices and one more ·
 * `types` a list of value types · `memarg` alignment, memory, offset · `memarg-lane` the same and a lane ·
 * `s32`, `s64` a signed LEB128 · `bytes-1`, `-4`, `-8`, `-16` as many raw bytes · `heap-type` ·
 * `cast` flags, a label, two heap types · `try-table` a block type and catch clauses, opens a block ·
 * `memory.grow`, `table.grow` an index: what the rewriter looks for
 */
export const IMMEDIATES = [
  "unknown",
  "none",
  "block",
  "end",
  "index",
  "index2",
  "delegate",
  "labels",
  "types",
  "memarg",
  "memarg-lane",
  "s32",
  "s64",
  "bytes-1",
  "bytes-4",
  "bytes-8",
  "bytes-16",
  "heap-type",
  "cast",
  "try-table",
  "memory.grow",
  "table.grow",
] as const;

export type Immediate = (typeof IMMEDIATES)[number];

/** First opcode, last opcode, what follows them. */
type Range = readonly [first: number, last: number, immediate: Immediate];

const SINGLE: readonly Range[] = [
  [0x00, 0x01, "none"], // unreachable, nop
  [0x02, 0x04, "block"], // block, loop, if
  [0x05, 0x05, "none"], // else
  [0x06, 0x06, "block"], // try (legacy)
  [0x07, 0x09, "index"], // catch (legacy), throw, rethrow (legacy)
  [0x0a, 0x0a, "none"], // throw_ref
  [0x0b, 0x0b, "end"],
  [0x0c, 0x0d, "index"], // br, br_if
  [0x0e, 0x0e, "labels"], // br_table
  [0x0f, 0x0f, "none"], // return
  [0x10, 0x10, "index"], // call
  [0x11, 0x11, "index2"], // call_indirect
  [0x12, 0x12, "index"], // return_call
  [0x13, 0x13, "index2"], // return_call_indirect
  [0x14, 0x15, "index"], // call_ref, return_call_ref
  [0x18, 0x18, "delegate"], // legacy
  [0x19, 0x1b, "none"], // catch_all (legacy), drop, select
  [0x1c, 0x1c, "types"], // select t
  [0x1f, 0x1f, "try-table"],
  [0x20, 0x26, "index"], // local.*, global.*, table.get, table.set
  [0x28, 0x3e, "memarg"], // loads and stores
  [0x3f, 0x3f, "index"], // memory.size
  [0x40, 0x40, "memory.grow"],
  [0x41, 0x41, "s32"], // i32.const
  [0x42, 0x42, "s64"], // i64.const
  [0x43, 0x43, "bytes-4"], // f32.const
  [0x44, 0x44, "bytes-8"], // f64.const
  [0x45, 0xc4, "none"], // comparisons, arithmetic, conversions, sign extension
  [0xd0, 0xd0, "heap-type"], // ref.null
  [0xd1, 0xd1, "none"], // ref.is_null
  [0xd2, 0xd2, "index"], // ref.func
  [0xd3, 0xd4, "none"], // ref.eq, ref.as_non_null
  [0xd5, 0xd6, "index"], // br_on_null, br_on_non_null
];

/** Garbage collection. */
const PREFIX_FB: readonly Range[] = [
  [0x00, 0x01, "index"], // struct.new, struct.new_default
  [0x02, 0x05, "index2"], // struct.get, _s, _u, struct.set
  [0x06, 0x07, "index"], // array.new, array.new_default
  [0x08, 0x0a, "index2"], // array.new_fixed, _data, _elem
  [0x0b, 0x0e, "index"], // array.get, _s, _u, array.set
  [0x0f, 0x0f, "none"], // array.len
  [0x10, 0x10, "index"], // array.fill
  [0x11, 0x13, "index2"], // array.copy, array.init_data, array.init_elem
  [0x14, 0x17, "heap-type"], // ref.test, ref.cast
  [0x18, 0x19, "cast"], // br_on_cast, br_on_cast_fail
  [0x1a, 0x1e, "none"], // any.convert_extern, extern.convert_any, ref.i31, i31.get_s, i31.get_u
];

/** Saturating conversions, bulk memory, tables, wide arithmetic. */
const PREFIX_FC: readonly Range[] = [
  [0x00, 0x07, "none"], // trunc_sat
  [0x08, 0x08, "index2"], // memory.init
  [0x09, 0x09, "index"], // data.drop
  [0x0a, 0x0a, "index2"], // memory.copy
  [0x0b, 0x0b, "index"], // memory.fill
  [0x0c, 0x0c, "index2"], // table.init
  [0x0d, 0x0d, "index"], // elem.drop
  [0x0e, 0x0e, "index2"], // table.copy
  [0x0f, 0x0f, "table.grow"],
  [0x10, 0x11, "index"], // table.size, table.fill
  [0x13, 0x16, "none"], // i64.add128, i64.sub128, i64.mul_wide_s, i64.mul_wide_u
];

/** Vectors, relaxed ones too. */
const PREFIX_FD: readonly Range[] = [
  [0x00, 0x0b, "memarg"], // v128.load*, v128.store
  [0x0c, 0x0d, "bytes-16"], // v128.const, i8x16.shuffle
  [0x0e, 0x14, "none"], // swizzle, splats
  [0x15, 0x22, "bytes-1"], // extract_lane, replace_lane
  [0x23, 0x53, "none"], // comparisons, v128 logic
  [0x54, 0x5b, "memarg-lane"], // load_lane, store_lane
  [0x5c, 0x5d, "memarg"], // load32_zero, load64_zero
  [0x5e, 0xff, "none"], // arithmetic and conversions
  [0x100, 0x113, "none"], // relaxed
];

/** Atomics. */
const PREFIX_FE: readonly Range[] = [
  [0x00, 0x02, "memarg"], // notify, wait32, wait64
  [0x03, 0x03, "bytes-1"], // fence
  [0x10, 0x4e, "memarg"], // loads, stores, read-modify-writes
];

function toTable(ranges: readonly Range[]): Uint8Array {
  const table = new Uint8Array(ranges.at(-1)![1] + 1);
  for (const [first, last, immediate] of ranges) table.fill(IMMEDIATES.indexOf(immediate), first, last + 1);
  return table;
}

/** Position in `IMMEDIATES` by opcode; 0 is unknown, and so is what lies beyond the end. */
export const OPCODES: Readonly<Uint8Array> = toTable(SINGLE);

/** The same for two-part opcodes, by their first byte. The second part is an unsigned LEB128. */
export const PREFIXED_OPCODES: Readonly<Record<number, Readonly<Uint8Array>>> = {
  251: toTable(PREFIX_FB),
  252: toTable(PREFIX_FC),
  253: toTable(PREFIX_FD),
  254: toTable(PREFIX_FE),
};
