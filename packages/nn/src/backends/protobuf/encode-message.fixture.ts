/** A value of a field: a number is a varint, a text or bytes or a message (a list of fields) has a length before it. */
export type Value = number | bigint | string | Uint8Array | Fields;
export type Fields = readonly (readonly [field: number, value: Value])[];

/** The bytes of a protobuf message, for models that are made on the spot. */
export function encodeMessage(fields: Fields): Uint8Array {
  const bytes: number[] = [];
  for (const [field, value] of fields) {
    if (typeof value === "number" || typeof value === "bigint") {
      bytes.push(...varint(BigInt(field * 8)), ...varint(BigInt.asUintN(64, BigInt(value))));
      continue;
    }
    const content =
      typeof value === "string"
        ? new TextEncoder().encode(value)
        : value instanceof Uint8Array
          ? value
          : encodeMessage(value);
    bytes.push(...varint(BigInt(field * 8 + 2)), ...varint(BigInt(content.byteLength)), ...content);
  }
  return Uint8Array.from(bytes);
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}
