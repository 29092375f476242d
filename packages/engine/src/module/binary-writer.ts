/** An unsigned LEB128. `value` is a whole number below 2^53. */
export function toLeb(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
  return out;
}

/** A name as the binary format has it: its length, then UTF-8. */
export function toText(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...toLeb(bytes.length), ...bytes];
}

/** Pieces put one behind the other. */
export type Piece = Uint8Array | readonly number[];

export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

export function join(pieces: readonly Piece[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
