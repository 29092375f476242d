/** A pointer of the guest that leads out of its memory. Each dialect has its own number for it. */
export class PointerFault extends Error {
  override readonly name = "PointerFault";
}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A guest's memory as calls of inference see it. Every access is checked against the memory as it is then, since it grows between calls.
 * Pointers may come signed, as WebAssembly hands an i32 over; nothing needs to be aligned; the memory may be shared.
 */
export class GuestMemory {
  readonly #memory: () => WebAssembly.Memory | null;

  constructor(memory: () => WebAssembly.Memory | null) {
    this.#memory = memory;
  }

  /** The memory itself, not a copy. */
  bytes(pointer: number, length: number): Uint8Array {
    const buffer = this.#memory()?.buffer;
    if (!buffer) throw new PointerFault("there is no memory");
    const start = pointer >>> 0;
    const size = length >>> 0;
    if (start + size > buffer.byteLength) {
      throw new PointerFault(`${size} bytes at ${start} are outside of the memory's ${buffer.byteLength}`);
    }
    return new Uint8Array(buffer, start, size);
  }

  readUint8(pointer: number): number {
    return this.bytes(pointer, 1)[0]!;
  }

  readUint32(pointer: number): number {
    return view(this.bytes(pointer, 4)).getUint32(0, true);
  }

  writeUint32(pointer: number, value: number): void {
    view(this.bytes(pointer, 4)).setUint32(0, value, true);
  }

  /** `count` numbers of 4 bytes. */
  readUint32s(pointer: number, count: number): number[] {
    const numbers = view(this.#items(pointer, count, 4));
    return Array.from({ length: numbers.byteLength / 4 }, (_, index) => numbers.getUint32(index * 4, true));
  }

  /** `count` numbers of 8 bytes, signed; those that a double cannot hold come near enough to be refused as too large. */
  readInt64s(pointer: number, count: number): number[] {
    const numbers = view(this.#items(pointer, count, 8));
    return Array.from({ length: numbers.byteLength / 8 }, (_, index) => Number(numbers.getBigInt64(index * 8, true)));
  }

  /** An array of `count` slices: pairs of a pointer and a length. All of them are checked. */
  readSlices(pointer: number, count: number): Uint8Array[] {
    const pairs = view(this.#items(pointer, count, 8));
    return Array.from({ length: pairs.byteLength / 8 }, (_, index) =>
      this.bytes(pairs.getUint32(index * 8, true), pairs.getUint32(index * 8 + 4, true)),
    );
  }

  /** Null when it is not UTF-8. */
  readText(pointer: number, length: number): string | null {
    return toText(this.bytes(pointer, length));
  }

  write(pointer: number, bytes: Uint8Array): void {
    this.bytes(pointer, bytes.length).set(bytes);
  }

  #items(pointer: number, count: number, size: number): Uint8Array {
    const length = (count >>> 0) * size;
    if (length > 0xffff_ffff) throw new PointerFault(`${count >>> 0} items are more than any memory holds`);
    return this.bytes(pointer, length);
  }
}

/** Null when it is not UTF-8. */
export function toText(bytes: Uint8Array): string | null {
  try {
    // A decoder need not take shared memory.
    return DECODER.decode(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
  } catch {
    return null;
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
