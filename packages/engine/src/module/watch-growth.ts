import type { BinaryReader } from "./binary-reader.ts";
import { type Piece, sizeOf, toLeb } from "./binary-writer.ts";
import { type ModuleLayout, openSection } from "./read-module.ts";
import { LIMITS, readTypeForms, skipValueType } from "./read-types.ts";
import { SECTION } from "./sections.ts";
import { type Growth, walkExpression } from "./walk-code.ts";

/** What to append to which section, and the code that stands for the old one. */
export interface GrowthWatch {
  /** Entries to append to the type and function sections, one for each watched memory or table. */
  readonly types: readonly Piece[];
  readonly functions: readonly Piece[];
  /** One i32 variable, 0 at first. Its index is the module's `globalCount`. */
  readonly global: Piece;
  /** The whole content of the new code section. */
  readonly code: readonly Piece[];
}

const I32 = 0x7f;
const I64 = 0x7e;
const MEMORY_GROW = 0x40;
const TABLE_GROW = [0xfc, 0x0f];
const CALL = 0x10;
const FUNCTYPE = 0x60;
const LOCAL_GET = 0x20;
const LOCAL_TEE = 0x22;
const GLOBAL_SET = 0x24;
const IF = 0x04;
const NO_RESULT = 0x40;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const I32_EQ = 0x46;
const I64_EQ = 0x51;
const END = 0x0b;
const MINUS_ONE = 0x7f;

/**
 * Replaces every instruction that grows a memory or a table by a call of an appended function, which does the same and
 * sets a global to 1 when the growth is refused. Function indices stay what they were.
 * @returns null when nothing grows; `unknown` when the code or the types have something that is not understood
 */
export function watchGrowth(layout: ModuleLayout): GrowthWatch | null | "unknown" {
  const code = openSection(layout.bytes, layout.name, layout.sections, SECTION.code);
  if (!code) return null;
  const bodies = findGrowth(code, layout);
  if (bodies === "unknown") return "unknown";
  if (bodies.growing.length === 0) return null;
  const types = openSection(layout.bytes, layout.name, layout.sections, SECTION.type);
  const typeCount = types ? (readTypeForms(types)?.length ?? null) : 0;
  if (typeCount === null) return "unknown";

  const watchers = new Map<string, Watcher>();
  for (const { growths } of bodies.growing) {
    for (const growth of growths) {
      const key = `${growth.of} ${growth.index}`;
      if (!watchers.has(key)) watchers.set(key, toWatcher(growth, layout, layout.functionCount + watchers.size));
    }
  }
  const all = [...watchers.values()];
  return {
    types: all.map((watcher) => watcher.type),
    functions: all.map((_, index) => toLeb(typeCount + index)),
    global: [I32, 1, I32_CONST, 0, END],
    code: rewriteCode(layout.bytes, code, bodies, watchers),
  };
}

/** Where one function's body stands, size included, and what grows in it. */
interface GrowingBody {
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly growths: readonly Growth[];
}

interface Bodies {
  readonly count: number;
  /** Where the first body begins. */
  readonly start: number;
  readonly growing: readonly GrowingBody[];
}

/** Only bodies in which the bytes of such an instruction occur at all are walked: that keeps large modules cheap. */
function findGrowth(code: BinaryReader, layout: ModuleLayout): Bodies | "unknown" {
  const count = code.u32();
  const start = code.at;
  const growing: GrowingBody[] = [];
  for (let left = count; left > 0; left--) {
    const bodyStart = code.at;
    const body = code.window(code.u32());
    const contentStart = body.at;
    if (!mayGrow(code.bytes, contentStart, body.end, layout.memories.length)) continue;
    const growths = walkBody(body, layout);
    if (growths === "unknown") return "unknown";
    if (growths.length > 0) growing.push({ start: bodyStart, contentStart, end: body.end, growths });
  }
  if (!code.done) throw code.invalid("the code section is longer than its content");
  return { count, start, growing };
}

/** 0x40 is the empty block type too, behind which an opcode stands: a memory's index is small, or padded LEB128. */
function mayGrow(bytes: Uint8Array, start: number, end: number, memories: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === MEMORY_GROW && (bytes[at + 1]! < memories || bytes[at + 1]! >= 0x80)) return true;
    if (byte === TABLE_GROW[0] && (bytes[at + 1]! & 0x7f) === TABLE_GROW[1]) return true;
  }
  return false;
}

function walkBody(body: BinaryReader, layout: ModuleLayout): Growth[] | "unknown" {
  const growths: Growth[] = [];
  for (let groups = body.u32(); groups > 0; groups--) {
    body.u32();
    skipValueType(body);
  }
  if (walkExpression(body, (growth) => growths.push(growth)) === "unknown") return "unknown";
  if (!body.done) throw body.invalid("a function goes on behind its end");
  for (const { of, index, start } of growths) {
    const known = of === "memory" ? layout.memories.length : layout.tables.length;
    if (index >= known) throw body.invalid(`there is no ${of} ${index}`, start);
  }
  return growths;
}

function rewriteCode(
  bytes: Uint8Array,
  code: BinaryReader,
  bodies: Bodies,
  watchers: ReadonlyMap<string, Watcher>,
): Piece[] {
  const pieces: Piece[] = [toLeb(bodies.count + watchers.size)];
  let copied = bodies.start;
  for (const body of bodies.growing) {
    pieces.push(bytes.subarray(copied, body.start));
    const inside: Piece[] = [];
    let at = body.contentStart;
    for (const growth of body.growths) {
      const { functionIndex } = watchers.get(`${growth.of} ${growth.index}`)!;
      inside.push(bytes.subarray(at, growth.start), [CALL, ...toLeb(functionIndex)]);
      at = growth.end;
    }
    inside.push(bytes.subarray(at, body.end));
    pieces.push(toLeb(sizeOf(inside)), ...inside);
    copied = body.end;
  }
  pieces.push(bytes.subarray(copied, code.end));
  for (const { body } of watchers.values()) pieces.push(toLeb(body.length), body);
  return pieces;
}

/** An appended function: it takes what the instruction takes and returns what it returns. */
interface Watcher {
  readonly functionIndex: number;
  readonly type: number[];
  readonly body: number[];
}

function toWatcher(growth: Growth, layout: ModuleLayout, functionIndex: number): Watcher {
  const table = growth.of === "table" ? layout.tables[growth.index]! : null;
  const { limits } = table ?? layout.memories[growth.index]!;
  const wide = (limits.flags & LIMITS.address64) !== 0;
  const address = wide ? I64 : I32;
  const index = toLeb(growth.index);
  const parameters = table ? [[...table.type], [address]] : [[address]];
  const answer = parameters.length;
  return {
    functionIndex,
    type: [FUNCTYPE, ...toLeb(parameters.length), ...parameters.flat(), 1, address],
    body: [
      ...[1, 1, address],
      ...parameters.flatMap((_, local) => [LOCAL_GET, local]),
      ...(table ? [...TABLE_GROW, ...index] : [MEMORY_GROW, ...index]),
      ...[LOCAL_TEE, answer],
      ...[wide ? I64_CONST : I32_CONST, MINUS_ONE, wide ? I64_EQ : I32_EQ],
      ...[IF, NO_RESULT, I32_CONST, 1, GLOBAL_SET, ...toLeb(layout.globalCount), END],
      ...[LOCAL_GET, answer, END],
    ],
  };
}
