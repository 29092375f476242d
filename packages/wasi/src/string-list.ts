import type { GuestMemory } from "./guest-memory.ts";

const ENCODER = new TextEncoder();

/** Arguments or environment as a guest asks for them: NUL-terminated strings, one after the other. */
export class StringList {
  readonly #strings: readonly string[];
  #encoded: Uint8Array | null = null;

  /** @throws TypeError when a string has a NUL: the guest would see it cut there */
  constructor(strings: readonly string[], what: string) {
    for (const text of strings) {
      if (text.includes("\0")) throw new TypeError(`${what} must not contain a NUL character`);
    }
    this.#strings = strings;
  }

  writeSizes(memory: GuestMemory, countPointer: number, sizePointer: number): void {
    const size = this.#bytes().length;
    memory.at(sizePointer, 4);
    memory.setUint32(countPointer, this.#strings.length);
    memory.setUint32(sizePointer, size);
  }

  /** Writes the strings to `buffer` and a pointer to each to `pointers`. */
  write(memory: GuestMemory, pointers: number, buffer: number): void {
    const bytes = this.#bytes();
    const list = memory.at(pointers, this.#strings.length * 4);
    const start = memory.at(buffer, bytes.length);
    memory.set(start, bytes);
    let offset = 0;
    for (let index = 0; index < this.#strings.length; index += 1) {
      memory.view.setUint32(list + index * 4, start + offset, true);
      offset = bytes.indexOf(0, offset) + 1;
    }
  }

  #bytes(): Uint8Array {
    this.#encoded ??= ENCODER.encode(this.#strings.map((text) => `${text}\0`).join(""));
    return this.#encoded;
  }
}
