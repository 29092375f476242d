import { formatSize, SandpiperError } from "@sandpiper/core";
import type { ModuleImport } from "./describe-module.ts";
import type { MemoryDeclaration, ModuleLayout, TableDeclaration } from "./read-module.ts";
import { LIMITS } from "./read-types.ts";

/** Bytes of a page of linear memory. */
export const PAGE_SIZE = 65_536;

/**
 * What one table element costs in V8, measured on 13.6: a reference of 8 bytes, and for functions 24 more in the table
 * that calls go through.
 */
const ELEMENT_SIZE = { extern: 8, function: 32 };
const EXTERNREF = 0x6f;
/** V8 takes no table with more elements. */
const MAX_TABLE_ELEMENTS = 10_000_000;
/**
 * All tables of a module at their largest, in bytes. They lie in the JavaScript heap, and V8 ends the whole process
 * when a table does not fit there; measured to be safe twice over with the 128 MiB that a worker has at least.
 */
const MAX_TABLE_BYTES = 48 * 1024 ** 2;
/** Of what is left above the initial sizes, tables that may grow get no more than this part between them. */
const TABLE_SHARE = 1 / 8;

/** The largest size that each memory (in pages) and each table (in elements) may grow to, in the module's order. */
export interface MemoryPlan {
  readonly memoryPages: readonly number[];
  readonly tableElements: readonly number[];
}

/**
 * Shares `memoryBytes` among a module's memories and tables: each gets its initial size, then the rest as far as each
 * may grow, so that all of them at their largest are within the limit.
 * @throws `E_MEMORY_LIMIT` when the initial sizes are above it; `E_IMPORT_NOT_GRANTED` for a memory that is not given
 */
export function planMemory(layout: ModuleLayout, memoryBytes: number): MemoryPlan {
  const { memories, tables, name } = layout;
  checkImportedMemories(memories, name);
  const initialTables = tables.reduce((sum, table) => sum + table.limits.minimum * elementSize(table), 0);
  const initial = memories.reduce((sum, memory) => sum + memory.limits.minimum * PAGE_SIZE, 0) + initialTables;
  if (initial > memoryBytes) {
    throw new SandpiperError(
      "E_MEMORY_LIMIT",
      `${name} starts with ${formatSize(initial)} of memory and tables, it may have ${formatSize(memoryBytes)}`,
      { hint: `Raise its limit: "memory" in its settings, or --memory, to ${wholeMebibytes(initial)}MiB or more.` },
    );
  }
  if (initialTables > MAX_TABLE_BYTES) {
    throw new SandpiperError(
      "E_MEMORY_LIMIT",
      `${name} starts with ${formatSize(initialTables)} of tables, a module may have ${formatSize(MAX_TABLE_BYTES)}`,
      { hint: "Make its tables smaller; no setting raises this limit." },
    );
  }
  const headroom = memoryBytes - initial;
  const tableWishes = tables.map((table) => wish(table.limits, MAX_TABLE_ELEMENTS) * elementSize(table));
  const tableShares = share(Math.min(headroom * TABLE_SHARE, MAX_TABLE_BYTES - initialTables), tableWishes);
  const left = headroom - tableShares.reduce((sum, bytes) => sum + bytes, 0);
  const memoryWishes = memories.map((memory) => wish(memory.limits, Number.POSITIVE_INFINITY) * PAGE_SIZE);
  const memoryShares = share(left, memoryWishes);
  return {
    memoryPages: memories.map(({ limits }, index) => {
      const pages = limits.minimum + Math.floor(memoryShares[index]! / PAGE_SIZE);
      return limits.flags & LIMITS.address64 ? pages : Math.min(pages, 65_536);
    }),
    tableElements: tables.map(
      (table, index) => table.limits.minimum + Math.floor(tableShares[index]! / elementSize(table)),
    ),
  };
}

function elementSize(table: TableDeclaration): number {
  return table.type[0] === EXTERNREF ? ELEMENT_SIZE.extern : ELEMENT_SIZE.function;
}

/** By how much something may grow. */
function wish(limits: { minimum: number; maximum: number | null }, unlimited: number): number {
  return Math.max(0, (limits.maximum ?? unlimited) - limits.minimum);
}

/** Gives everyone an even part of `amount`; what one doesn't want goes to the others. */
function share(amount: number, wishes: readonly number[]): number[] {
  const parts = wishes.map(() => 0);
  const smallestFirst = wishes.map((_, index) => index).sort((a, b) => wishes[a]! - wishes[b]!);
  let left = amount;
  for (const [done, index] of smallestFirst.entries()) {
    parts[index] = Math.min(wishes[index]!, left / (wishes.length - done));
    left -= parts[index];
  }
  return parts;
}

function checkImportedMemories(memories: readonly MemoryDeclaration[], name: string): void {
  const imported = memories.filter((memory) => memory.imported);
  const refuse = (wanted: ModuleImport, why: string): never => {
    throw new SandpiperError("E_IMPORT_NOT_GRANTED", `${name} imports the memory ${label(wanted)}: ${why}`, {
      hint: "Build it so that it brings its own memory (without --import-memory).",
    });
  };
  if (imported.length > 1) refuse(imported[1]!.imported!, "one memory is given, and it wants more");
  for (const memory of imported) {
    if (memory.limits.flags & LIMITS.address64)
      refuse(memory.imported!, "only memories with 32-bit addresses are given");
  }
}

function label(wanted: ModuleImport): string {
  return `"${wanted.module}" "${wanted.name}"`;
}

function wholeMebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}
