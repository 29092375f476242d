/** A field of a message with a whole number that is not negative, below 2^32, as its bytes. */
export function encodeVarintField(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
