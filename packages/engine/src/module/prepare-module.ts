import { checkModuleFormat } from "@sandpiper/core";
import { BinaryReader } from "./binary-reader.ts";
import { join, type Piece, sizeOf, toLeb, toText } from "./binary-writer.ts";
import { describeLayout, type ModuleDescription } from "./describe-module.ts";
import { type MemoryPlan, planMemory } from "./plan-memory.ts";
import { type MemoryDeclaration, type ModuleLayout, openSection, readModule } from "./read-module.ts";
import { LIMITS, type LimitsRead } from "./read-types.ts";
import { refuseArrays } from "./refuse-arrays.ts";
import { SECTION, SECTION_ORDER, type Section } from "./sections.ts";
import { type GrowthWatch, watchGrowth } from "./watch-growth.ts";

export interface PrepareOptions {
  /** What messages call the module, usually the function's name. */
  readonly name?: string;
  /** What its memories and tables may take together, in bytes. */
  readonly memoryBytes: number;
}

/** A module as the engine compiles it: within its limits, and nothing in it but what runs. */
export interface PreparedModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Hex SHA-256 of the bytes as they came. */
  readonly sha256: string;
  /** The memory the host makes and passes as an import; null when the module has none, or keeps its own. */
  readonly memory: MemoryImport | null;
  /**
   * The name of an exported i32 global that is 1 once the module was refused more memory; null where nothing grows or it
   * cannot be told. A guest may well go on after a refusal, so it explains a failure and is none itself.
   */
  readonly growRefusedGlobal: string | null;
  /** Of the bytes as they came. */
  readonly description: ModuleDescription;
}

/** A 32-bit memory to be made with `new WebAssembly.Memory({ initial, maximum, shared })`. */
export interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** In pages of 64 KiB. */
  readonly initialPages: number;
  readonly maximumPages: number;
  readonly shared: boolean;
}

/** What the memory is imported as once the host makes it. */
const HOST_MEMORY = { module: "sandpiper:host", name: "memory" } as const;
const GROW_REFUSED = "sandpiper:grow-refused";
/** A name section (what backtraces call the functions) is kept up to this size. */
const NAMES_KEPT = 512 * 1024;
const KIND_MEMORY = 2;
const KIND_GLOBAL = 3;

/**
 * Reads a module, caps what it can hold, hands its memory to the host and makes a refused growth visible:
 *
 * - Custom sections go, but for the names of functions.
 * - A 32-bit memory of its own that is the only one becomes an import. Others stay, with their maximum lowered.
 * - Tables get a maximum.
 * - What grows a memory or a table calls a small appended function, which notes a refusal in an exported global.
 *
 * Indices of functions, memories, tables and globals stay what they were.
 * @throws `E_MODULE_INVALID`; `E_MEMORY_LIMIT` when what it starts with is above `memoryBytes`; `E_IMPORT_NOT_GRANTED`
 *   for an imported memory that is none the host can make
 */
export async function prepareModule(bytes: Uint8Array, options: PrepareOptions): Promise<PreparedModule> {
  const { name = "module", memoryBytes } = options;
  checkModuleFormat(bytes, name);
  const digest = crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  const layout = readModule(bytes, name);
  refuseArrays(layout);
  const plan = planMemory(layout, memoryBytes);
  const memory = toMemoryImport(layout, plan);
  const watch = watchGrowth(layout);
  const growRefusedGlobal = watch === null || watch === "unknown" ? null : freeExportName(layout, GROW_REFUSED);
  return {
    bytes: rewrite(layout, plan, memory, watch === "unknown" ? null : watch, growRefusedGlobal),
    sha256: toHex(new Uint8Array(await digest)),
    memory,
    growRefusedGlobal,
    description: describeLayout(layout),
  };
}

function toMemoryImport(layout: ModuleLayout, plan: MemoryPlan): MemoryImport | null {
  const imported = layout.memories.findIndex((memory) => memory.imported !== null);
  const index = imported >= 0 ? imported : layout.memories.length === 1 && isPlain(layout.memories[0]!) ? 0 : -1;
  if (index < 0) return null;
  const { limits, imported: wanted } = layout.memories[index]!;
  return {
    module: (wanted ?? HOST_MEMORY).module,
    name: (wanted ?? HOST_MEMORY).name,
    initialPages: limits.minimum,
    maximumPages: plan.memoryPages[index]!,
    shared: (limits.flags & LIMITS.shared) !== 0,
  };
}

/** Neither shared nor with 64-bit addresses. */
function isPlain({ limits }: MemoryDeclaration): boolean {
  return (limits.flags & ~LIMITS.hasMaximum) === 0;
}

function freeExportName(layout: ModuleLayout, wanted: string): string {
  let name = wanted;
  while (layout.exports.some((item) => item.name === name)) name += "'";
  return name;
}

/** The content of every section that changes, by id; an empty list drops the section. */
type Changes = ReadonlyMap<number, readonly Piece[]>;

function rewrite(
  layout: ModuleLayout,
  plan: MemoryPlan,
  memory: MemoryImport | null,
  watch: GrowthWatch | null,
  growRefusedGlobal: string | null,
): Uint8Array<ArrayBuffer> {
  const changes = new Map<number, readonly Piece[]>();
  const append = (id: number, entries: readonly Piece[]): void => {
    changes.set(id, appendEntries(openSection(layout.bytes, layout.name, layout.sections, id), entries));
  };
  if (layout.tables.some((table) => !table.imported)) changes.set(SECTION.table, rewriteTables(layout, plan));
  if (memory && layout.memories.every((one) => one.imported === null)) {
    // As it was declared, so that the bytes are the same whatever the limit: the memory that is given has the cap.
    const limits = toLimits(layout.memories[0]!.limits);
    append(SECTION.import, [[...toText(memory.module), ...toText(memory.name), KIND_MEMORY, ...limits]]);
    changes.set(SECTION.memory, []);
  } else if (layout.memories.some((one) => one.imported === null)) {
    changes.set(SECTION.memory, rewriteMemories(layout, plan));
  }
  if (watch) {
    append(SECTION.type, watch.types);
    append(SECTION.function, watch.functions);
    append(SECTION.global, [watch.global]);
    append(SECTION.export, [[...toText(growRefusedGlobal!), KIND_GLOBAL, ...toLeb(layout.globalCount)]]);
    changes.set(SECTION.code, watch.code);
  }
  return assemble(layout, changes);
}

/** A vector's content with more entries behind. */
function appendEntries(section: BinaryReader | null, entries: readonly Piece[]): Piece[] {
  const before = section?.u32() ?? 0;
  const old = section ? [section.bytes.subarray(section.at, section.end)] : [];
  return [toLeb(before + entries.length), ...old, ...entries];
}

function rewriteTables(layout: ModuleLayout, plan: MemoryPlan): Piece[] {
  const section = layout.sections.find((one) => one.id === SECTION.table)!;
  const pieces: Piece[] = [];
  let copied = section.start;
  for (const [index, table] of layout.tables.entries()) {
    if (table.imported) continue;
    pieces.push(layout.bytes.subarray(copied, table.limitsStart));
    pieces.push(toLimits({ ...table.limits, maximum: plan.tableElements[index]! }));
    copied = table.limitsEnd;
  }
  pieces.push(layout.bytes.subarray(copied, section.end));
  return pieces;
}

function rewriteMemories(layout: ModuleLayout, plan: MemoryPlan): Piece[] {
  const defined = [...layout.memories.entries()].filter(([, memory]) => memory.imported === null);
  return [
    toLeb(defined.length),
    ...defined.map(([index, { limits }]) => toLimits({ ...limits, maximum: plan.memoryPages[index]! })),
  ];
}

function toLimits({ flags, minimum, maximum }: LimitsRead): number[] {
  return maximum === null
    ? [flags, ...toLeb(minimum)]
    : [flags | LIMITS.hasMaximum, ...toLeb(minimum), ...toLeb(maximum)];
}

function assemble(layout: ModuleLayout, changes: Changes): Uint8Array<ArrayBuffer> {
  const pieces: Piece[] = [layout.bytes.subarray(0, 8)];
  const put = (id: number, content: readonly Piece[]): void => {
    pieces.push([id, ...toLeb(sizeOf(content))], ...content);
  };
  for (const id of SECTION_ORDER) {
    const section = layout.sections.find((one) => one.id === id);
    const content = changes.get(id) ?? (section ? [layout.bytes.subarray(section.start, section.end)] : []);
    if (content.length > 0) put(id, content);
  }
  const names = layout.sections.find((one) => isKeptNames(layout, one));
  if (names) put(SECTION.custom, [layout.bytes.subarray(names.start, names.end)]);
  return join(pieces);
}

function isKeptNames(layout: ModuleLayout, section: Section): boolean {
  if (section.id !== SECTION.custom || section.end - section.start > NAMES_KEPT) return false;
  return new BinaryReader(layout.bytes, layout.name, section.start, section.end).text() === "name";
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
