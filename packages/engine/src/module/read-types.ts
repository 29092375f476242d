import type { BinaryReader } from "./binary-reader.ts";

/*
 * Type encodings: core specification 3.0, binary format, types. Single-byte types are LEB128 encodings of small negative
 * numbers, 0x40 to 0x7f; which of them exist is the engine's to judge, here it matters only how long they are.
 */
const REF = 0x64;
const REF_NULL = 0x63;
const FUNC = 0x60;
const STRUCT = 0x5f;
export const ARRAY = 0x5e;
const SUB = 0x50;
const SUB_FINAL = 0x4f;
const REC = 0x4e;

/** An abstract heap type, or the index of a defined one. */
export function skipHeapType(reader: BinaryReader): void {
  reader.skipLeb(33);
}

/** A value, storage or reference type. */
export function skipValueType(reader: BinaryReader): void {
  const at = reader.at;
  const byte = reader.byte();
  if (byte < 0x40 || byte > 0x7f) throw reader.invalid(`0x${byte.toString(16)} is not a type`, at);
  if (byte === REF || byte === REF_NULL) skipHeapType(reader);
}

/** What a block yields: nothing (0x40), one value type, or a function type's index. */
export function skipBlockType(reader: BinaryReader): void {
  const next = reader.bytes[reader.at];
  if (next === REF || next === REF_NULL) skipValueType(reader);
  else reader.skipLeb(33);
}

/** The form of every type that the type section defines; null when one is not known here. */
export function readTypeForms(section: BinaryReader): number[] | null {
  const forms: number[] = [];
  for (let entries = section.u32(); entries > 0; entries--) {
    let members = 1;
    if (section.bytes[section.at] === REC && !section.done) {
      section.byte();
      members = section.u32();
    }
    for (let member = 0; member < members; member++) {
      const form = skipSubType(section);
      if (form === null) return null;
      forms.push(form);
    }
  }
  if (!section.done) throw section.invalid("the type section is longer than its content");
  return forms;
}

/** Its form; null when that is not known. */
function skipSubType(reader: BinaryReader): number | null {
  let form = reader.byte();
  if (form === SUB || form === SUB_FINAL) {
    for (let parents = reader.u32(); parents > 0; parents--) reader.u32();
    form = reader.byte();
  }
  if (form === FUNC) {
    for (const _list of ["parameters", "results"]) {
      for (let types = reader.u32(); types > 0; types--) skipValueType(reader);
    }
  } else if (form === STRUCT) {
    for (let fields = reader.u32(); fields > 0; fields--) skipField(reader);
  } else if (form === ARRAY) {
    skipField(reader);
  } else {
    return null;
  }
  return form;
}

function skipField(reader: BinaryReader): void {
  skipValueType(reader);
  reader.byte();
}

/** Bits of the first byte of limits. */
export const LIMITS = { hasMaximum: 1, shared: 2, address64: 4, customPageSize: 8 } as const;

export interface LimitsRead {
  readonly flags: number;
  readonly minimum: number;
  /** null when there is none. */
  readonly maximum: number | null;
}

export function readLimits(reader: BinaryReader): LimitsRead {
  const at = reader.at;
  const flags = reader.byte();
  if (flags & LIMITS.customPageSize) throw reader.invalid("custom page sizes are not supported", at);
  if (flags > 7) throw reader.invalid(`0x${flags.toString(16)} are unknown limits`, at);
  const wide = (flags & LIMITS.address64) !== 0;
  const minimum = wide ? reader.u64() : reader.u32();
  const maximum = flags & LIMITS.hasMaximum ? (wide ? reader.u64() : reader.u32()) : null;
  if (maximum !== null && maximum < minimum) throw reader.invalid("a maximum is below its minimum", at);
  return { flags, minimum, maximum };
}
