import { SandpiperError } from "@sandpiper/core";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the parts WebAssembly's binary format is made of from a window of bytes, and never beyond it. The format is that
 * of the core specification, chapter 5. Whatever doesn't fit is `E_MODULE_INVALID` with the offset in the file.
 */
export class BinaryReader {
  readonly bytes: Uint8Array;
  /** What messages call the module. */
  readonly name: string;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, name: string, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.name = name;
    this.at = start;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The error to throw for what stands at `at`. */
  invalid(what: string, at = this.at): SandpiperError {
    return new SandpiperError("E_MODULE_INVALID", `${this.name} is malformed at byte ${at}: ${what}`, {
      hint: "Build or download the file again; it may have been cut short or changed on its way.",
    });
  }

  byte(): number {
    if (this.at >= this.end) throw this.invalid("it ends too early");
    return this.bytes[this.at++]!;
  }

  skip(count: number): void {
    if (count > this.end - this.at) throw this.invalid("it ends too early");
    this.at += count;
  }

  /** An unsigned LEB128 of at most 32 bits: an index, a count, a size. */
  u32(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      if (shift === 28 && byte > 0x0f) throw this.invalid("a number is too large", start);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** An unsigned LEB128 of at most 64 bits; above 2^53 only its magnitude is right. */
  u64(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      if (shift === 63 && byte > 1) throw this.invalid("a number is too large", start);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** Passes a LEB128, signed or not, of at most `bits` bits. */
  skipLeb(bits: 32 | 33 | 64): void {
    const start = this.at;
    const longest = Math.ceil(bits / 7);
    for (let count = 0; count < longest; count++) if (this.byte() < 0x80) return;
    throw this.invalid("a number is too long", start);
  }

  /** A name: its length, then UTF-8. */
  text(): string {
    const start = this.at;
    const length = this.u32();
    const from = this.at;
    this.skip(length);
    try {
      return UTF8.decode(this.bytes.subarray(from, this.at));
    } catch {
      throw this.invalid("a name is not UTF-8", start);
    }
  }

  /** A reader of the next `size` bytes; this one goes on behind them. */
  window(size: number): BinaryReader {
    const from = this.at;
    this.skip(size);
    return new BinaryReader(this.bytes, this.name, from, this.at);
  }
}
