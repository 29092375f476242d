import { NnError } from "../../nn-error.ts";

/** Elements of one vector of those read here: steps, tensors, sizes, letters of a name. The vectors of weights are not read. */
const MAX_LENGTH = 2 ** 20;

/**
 * A checked reader of FlatBuffers (https://flatbuffers.dev/internals): every offset is compared with the file's end before
 * it is followed, so that no file, however broken, is read past its end. A table begins with the signed distance back to its
 * vtable; a vtable holds its own size, the table's size and one 16-bit offset for each field, 0 for a field left out.
 */
export class FlatBuffer {
  readonly #view: DataView;
  /** Elements that may still be read. Vectors may overlap, so that a small file could otherwise keep a reader busy for years. */
  #budget: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#budget = 4 * bytes.byteLength;
  }

  root(): FlatTable {
    return this.table(this.follow(0));
  }

  table(position: number): FlatTable {
    const vtable = position - this.i32(position);
    const vtableSize = this.u16(vtable);
    if (vtableSize < 4 || vtableSize % 2 !== 0) throw broken(`a table at byte ${position} without a vtable`);
    this.#check(vtable, vtableSize);
    this.#check(position, this.u16(vtable + 2));
    return new FlatTable(this, position, vtable, vtableSize);
  }

  /** Where the unsigned offset at `position` leads. */
  follow(position: number): number {
    return position + this.u32(position);
  }

  /** A vector of elements of `elementSize` bytes, whose length stands before them. */
  vector(position: number, elementSize: number): FlatVector {
    const length = this.u32(position);
    this.#check(position + 4, length * elementSize);
    this.#budget -= length;
    if (length > MAX_LENGTH || this.#budget < 0) throw broken("its vectors are longer than any model's");
    return { position: position + 4, length };
  }

  text(position: number): string {
    const { position: start, length } = this.vector(position, 1);
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length);
    // A copy, since no decoder takes bytes of shared memory.
    return new TextDecoder().decode(bytes.slice());
  }

  u8(position: number): number {
    this.#check(position, 1);
    return this.#view.getUint8(position);
  }

  u16(position: number): number {
    this.#check(position, 2);
    return this.#view.getUint16(position, true);
  }

  i32(position: number): number {
    this.#check(position, 4);
    return this.#view.getInt32(position, true);
  }

  u32(position: number): number {
    this.#check(position, 4);
    return this.#view.getUint32(position, true);
  }

  /** A 64-bit number; what is larger than a file can be becomes some number as large. */
  u64(position: number): number {
    this.#check(position, 8);
    return Number(this.#view.getBigUint64(position, true));
  }

  #check(position: number, length: number): void {
    if (position < 0 || position + length > this.#view.byteLength) throw broken("it points past its end");
  }
}

export interface FlatVector {
  /** Of the first element, in bytes from the file's beginning. */
  readonly position: number;
  readonly length: number;
}

/** One table; its fields are named by their numbers, in the order of the schema. */
export class FlatTable {
  readonly #buffer: FlatBuffer;
  readonly #position: number;
  readonly #vtable: number;
  readonly #vtableSize: number;

  constructor(buffer: FlatBuffer, position: number, vtable: number, vtableSize: number) {
    this.#buffer = buffer;
    this.#position = position;
    this.#vtable = vtable;
    this.#vtableSize = vtableSize;
  }

  u8(field: number): number {
    const position = this.#field(field);
    return position === null ? 0 : this.#buffer.u8(position);
  }

  i32(field: number): number {
    const position = this.#field(field);
    return position === null ? 0 : this.#buffer.i32(position);
  }

  u32(field: number): number {
    const position = this.#field(field);
    return position === null ? 0 : this.#buffer.u32(position);
  }

  u64(field: number): number {
    const position = this.#field(field);
    return position === null ? 0 : this.#buffer.u64(position);
  }

  text(field: number): string {
    const position = this.#field(field);
    return position === null ? "" : this.#buffer.text(this.#buffer.follow(position));
  }

  tables(field: number): FlatTable[] {
    const { position, length } = this.vector(field, 4) ?? { position: 0, length: 0 };
    return Array.from({ length }, (_, index) => this.#buffer.table(this.#buffer.follow(position + 4 * index)));
  }

  numbers(field: number): number[] {
    const { position, length } = this.vector(field, 4) ?? { position: 0, length: 0 };
    return Array.from({ length }, (_, index) => this.#buffer.i32(position + 4 * index));
  }

  /** Null when it is left out. */
  vector(field: number, elementSize: number): FlatVector | null {
    const position = this.#field(field);
    return position === null ? null : this.#buffer.vector(this.#buffer.follow(position), elementSize);
  }

  #field(field: number): number | null {
    const slot = 4 + 2 * field;
    const offset = slot < this.#vtableSize ? this.#buffer.u16(this.#vtable + slot) : 0;
    return offset === 0 ? null : this.#position + offset;
  }
}

/** What every break of the form is answered with. */
export function broken(what: string): NnError {
  return new NnError("invalid-encoding", `the TensorFlow Lite model is broken: ${what}`);
}
