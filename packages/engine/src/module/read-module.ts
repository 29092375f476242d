import { BinaryReader } from "./binary-reader.ts";
import type { ExternalKind, ModuleExport, ModuleImport } from "./describe-module.ts";
import { LIMITS, type LimitsRead, readLimits, skipValueType } from "./read-types.ts";
import { readSections, SECTION, type Section } from "./sections.ts";
import { walkExpression } from "./walk-code.ts";

/** A memory as it is declared, and the bytes of its limits in the file. */
export interface MemoryDeclaration {
  readonly imported: ModuleImport | null;
  readonly limits: LimitsRead;
}

export interface TableDeclaration {
  readonly imported: boolean;
  /** The bytes of its element type. */
  readonly type: Uint8Array;
  readonly limits: LimitsRead;
  /** Where its limits stand in the file. */
  readonly limitsStart: number;
  readonly limitsEnd: number;
}

/** What was read of a module: as much as is needed to describe and rewrite it. */
export interface ModuleLayout {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly sections: readonly Section[];
  readonly imports: readonly ModuleImport[];
  readonly exports: readonly ModuleExport[];
  readonly memories: readonly MemoryDeclaration[];
  readonly tables: readonly TableDeclaration[];
  /** Functions and globals, imported and defined together: the next free index. */
  readonly functionCount: number;
  readonly globalCount: number;
}

/** By the byte that stands for them in imports and exports. */
const KINDS: readonly ExternalKind[] = ["function", "table", "memory", "global", "tag"];
const MAX_PAGES = { i32: 2 ** 16, i64: 2 ** 48 };
/** A table definition that begins so has an initializer. */
const WITH_INITIALIZER = 0x40;

/**
 * Reads a core module; everything that is not looked at is left to the engine to judge.
 * @throws `E_MODULE_INVALID`
 */
export function readModule(bytes: Uint8Array, name: string): ModuleLayout {
  const sections = readSections(bytes, name);
  const imports: ModuleImport[] = [];
  const memories: MemoryDeclaration[] = [];
  const tables: TableDeclaration[] = [];
  let functionCount = 0;
  let globalCount = 0;

  const importReader = openSection(bytes, name, sections, SECTION.import);
  for (let left = importReader?.u32() ?? 0; left > 0; left--) {
    const reader = importReader!;
    const module = reader.text();
    const field = reader.text();
    const kind = readKind(reader);
    const wanted: ModuleImport = { module, name: field, kind };
    imports.push(wanted);
    if (kind === "function") {
      reader.u32();
      functionCount++;
    } else if (kind === "table") {
      tables.push(readTable(reader, true));
    } else if (kind === "memory") {
      memories.push(readMemory(reader, wanted));
    } else if (kind === "global") {
      skipValueType(reader);
      reader.byte();
      globalCount++;
    } else {
      reader.byte();
      reader.u32();
    }
  }
  closeSection(importReader);

  const functionReader = openSection(bytes, name, sections, SECTION.function);
  functionCount += functionReader?.u32() ?? 0;

  const tableReader = openSection(bytes, name, sections, SECTION.table);
  for (let left = tableReader?.u32() ?? 0; left > 0; left--) tables.push(readTableDefinition(tableReader!));
  closeSection(tableReader);

  const memoryReader = openSection(bytes, name, sections, SECTION.memory);
  for (let left = memoryReader?.u32() ?? 0; left > 0; left--) memories.push(readMemory(memoryReader!, null));
  closeSection(memoryReader);

  globalCount += openSection(bytes, name, sections, SECTION.global)?.u32() ?? 0;
  const exports = readExports(openSection(bytes, name, sections, SECTION.export));
  return { bytes, name, sections, imports, exports, memories, tables, functionCount, globalCount };
}

/** A reader of the content of the section `id`; null when the module has none. */
export function openSection(
  bytes: Uint8Array,
  name: string,
  sections: readonly Section[],
  id: number,
): BinaryReader | null {
  const section = sections.find((one) => one.id === id);
  return section ? new BinaryReader(bytes, name, section.start, section.end) : null;
}

function closeSection(reader: BinaryReader | null): void {
  if (reader && !reader.done) throw reader.invalid("a section is longer than its content");
}

function readKind(reader: BinaryReader): ExternalKind {
  const at = reader.at;
  const byte = reader.byte();
  const kind = KINDS[byte];
  if (!kind) throw reader.invalid(`0x${byte.toString(16)} is no kind of import or export`, at);
  return kind;
}

function readMemory(reader: BinaryReader, imported: ModuleImport | null): MemoryDeclaration {
  const at = reader.at;
  const limits = readLimits(reader);
  const largest = limits.flags & LIMITS.address64 ? MAX_PAGES.i64 : MAX_PAGES.i32;
  if (limits.minimum > largest || (limits.maximum ?? 0) > largest) {
    throw reader.invalid(`a memory is larger than ${largest} pages`, at);
  }
  return { imported, limits };
}

function readTable(reader: BinaryReader, imported: boolean): TableDeclaration {
  const typeStart = reader.at;
  skipValueType(reader);
  const limitsStart = reader.at;
  const limits = readLimits(reader);
  return {
    imported,
    type: reader.bytes.subarray(typeStart, limitsStart),
    limits,
    limitsStart,
    limitsEnd: reader.at,
  };
}

function readTableDefinition(reader: BinaryReader): TableDeclaration {
  const at = reader.at;
  if (reader.bytes[reader.at] !== WITH_INITIALIZER) return readTable(reader, false);
  reader.skip(2);
  const table = readTable(reader, false);
  if (walkExpression(reader) === "unknown") throw reader.invalid("a table's initializer is not understood", at);
  return table;
}

function readExports(reader: BinaryReader | null): ModuleExport[] {
  const exports: ModuleExport[] = [];
  for (let left = reader?.u32() ?? 0; left > 0; left--) {
    const name = reader!.text();
    const kind = readKind(reader!);
    reader!.u32();
    exports.push({ name, kind });
  }
  closeSection(reader);
  return exports;
}
