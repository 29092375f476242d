import { BinaryReader } from "./binary-reader.ts";

/** Section ids, in the order a module must have them (core specification 3.0, binary format, modules). */
export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  tag: 13,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  dataCount: 12,
  code: 10,
  data: 11,
} as const;

/** Every id but the custom section's, which may stand anywhere. */
export const SECTION_ORDER: readonly number[] = Object.values(SECTION).filter((id) => id !== SECTION.custom);

export interface Section {
  readonly id: number;
  /** Where the content begins and ends in the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * The sections of a module, in the order they stand.
 * @throws `E_MODULE_INVALID` for one that is unknown, out of order, twice there, or reaches beyond the file
 */
export function readSections(bytes: Uint8Array, name: string): Section[] {
  const reader = new BinaryReader(bytes, name, 8);
  const sections: Section[] = [];
  let last = -1;
  while (!reader.done) {
    const at = reader.at;
    const id = reader.byte();
    if (id !== SECTION.custom) {
      const rank = SECTION_ORDER.indexOf(id);
      if (rank < 0) throw reader.invalid(`section ${id} is not known`, at);
      if (rank <= last) throw reader.invalid(`section ${id} is out of order or there twice`, at);
      last = rank;
    }
    const content = reader.window(reader.u32());
    sections.push({ id, start: content.at, end: content.end });
  }
  return sections;
}
