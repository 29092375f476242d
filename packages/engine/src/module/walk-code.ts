import type { BinaryReader } from "./binary-reader.ts";
import { IMMEDIATES, OPCODES, PREFIXED_OPCODES } from "./opcodes.ts";
import { skipBlockType, skipHeapType, skipValueType } from "./read-types.ts";

/** A `memory.grow` or `table.grow` in the code. */
export interface Growth {
  readonly of: "memory" | "table";
  /** Which memory or table. */
  readonly index: number;
  /** Where the instruction begins and ends in the file. */
  readonly start: number;
  readonly end: number;
}

/** What ended the walk: the expression's `end`, or an instruction that is not known here. */
export type WalkEnd = "end" | "unknown";

const CATCH_ALL = 2;
const CATCH_ALL_REF = 3;

/**
 * Walks one expression from `reader.at` to the `end` that closes it, and tells of everything that grows.
 * @throws `E_MODULE_INVALID` when it runs out of the reader's window
 */
export function walkExpression(reader: BinaryReader, onGrowth?: (growth: Growth) => void): WalkEnd {
  for (let depth = 1; depth > 0; ) {
    const start = reader.at;
    const opcode = reader.byte();
    const prefixed = PREFIXED_OPCODES[opcode];
    const kind = IMMEDIATES[(prefixed ? prefixed[reader.u32()] : OPCODES[opcode]) ?? 0]!;
    switch (kind) {
      case "none":
        break;
      case "index":
        reader.skipLeb(32);
        break;
      case "memarg":
        if (!skipMemoryArgument(reader)) return "unknown";
        break;
      case "s32":
        reader.skipLeb(32);
        break;
      case "s64":
        reader.skipLeb(64);
        break;
      case "block":
        skipBlockType(reader);
        depth++;
        break;
      case "end":
        depth--;
        break;
      case "delegate":
        reader.skipLeb(32);
        depth--;
        break;
      case "index2":
        reader.skipLeb(32);
        reader.skipLeb(32);
        break;
      case "labels":
        for (let labels = reader.u32(); labels >= 0; labels--) reader.skipLeb(32);
        break;
      case "types":
        for (let types = reader.u32(); types > 0; types--) skipValueType(reader);
        break;
      case "memarg-lane":
        if (!skipMemoryArgument(reader)) return "unknown";
        reader.skip(1);
        break;
      case "bytes-1":
        reader.skip(1);
        break;
      case "bytes-4":
        reader.skip(4);
        break;
      case "bytes-8":
        reader.skip(8);
        break;
      case "bytes-16":
        reader.skip(16);
        break;
      case "heap-type":
        skipHeapType(reader);
        break;
      case "cast":
        reader.skip(1);
        reader.skipLeb(32);
        skipHeapType(reader);
        skipHeapType(reader);
        break;
      case "try-table":
        skipBlockType(reader);
        for (let clauses = reader.u32(); clauses > 0; clauses--) if (!skipCatch(reader)) return "unknown";
        depth++;
        break;
      case "memory.grow":
      case "table.grow": {
        const index = reader.u32();
        onGrowth?.({ of: kind === "memory.grow" ? "memory" : "table", index, start, end: reader.at });
        break;
      }
      case "unknown":
        return "unknown";
    }
  }
  return "end";
}

/** Alignment with flags (bit 6: a memory index follows), that index, offset. False for flags that are not known. */
function skipMemoryArgument(reader: BinaryReader): boolean {
  const flags = reader.u32();
  if (flags >= 0x80) return false;
  if (flags & 0x40) reader.skipLeb(32);
  reader.skipLeb(64);
  return true;
}

/** A clause of try_table: its kind, a tag unless it catches all, a label. */
function skipCatch(reader: BinaryReader): boolean {
  const kind = reader.byte();
  if (kind > CATCH_ALL_REF) return false;
  if (kind < CATCH_ALL) reader.skipLeb(32);
  reader.skipLeb(32);
  return true;
}
