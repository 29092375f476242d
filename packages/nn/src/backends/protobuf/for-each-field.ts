import { NnError } from "../../nn-error.ts";

/**
 * What a field of a protobuf message holds: the bytes of a string, a message or a packed list; a number for a varint, read
 * as a signed integer of 64 bits and rounded beyond 2^53. Fields of fixed width are passed over: no field that is read here
 * has one.
 */
export type FieldValue = Uint8Array | number;

const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Calls `visit` with each field of a message in the order it has them (https://protobuf.dev/programming-guides/encoding).
 * Of a message within it, only the length is checked until it is read itself.
 * @throws NnError `invalid-encoding` for bytes that are no message: truncated, or of a wire type that there is not
 */
export function forEachField(message: Uint8Array, visit: (field: number, value: FieldValue) => void): void {
  let at = 0;
  const varint = (): number => {
    // In halves: bit operations have 32 bits. The first four bytes are 28 bits of it.
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i += 1) {
      const byte = message[at];
      if (byte === undefined) throw broken("it ends within a number");
      at += 1;
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i === 4) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (7 * i - 32);
      if (byte < 0x80) return high * 2 ** 32 + (low >>> 0);
    }
    throw broken("a number of it has no end");
  };
  const skip = (length: number) => {
    if (length < 0 || length > message.byteLength - at) throw broken("it is truncated");
    at += length;
  };
  while (at < message.byteLength) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (field < 1 || field > 0x1fff_ffff) throw broken("it has a field of no number");
    switch (tag % 8) {
      case WIRE.varint:
        visit(field, varint());
        break;
      case WIRE.bytes: {
        const length = varint();
        const start = at;
        skip(length);
        visit(field, message.subarray(start, at));
        break;
      }
      case WIRE.fixed64:
        skip(8);
        break;
      case WIRE.fixed32:
        skip(4);
        break;
      default:
        throw broken("it has a field of an unknown type");
    }
  }
}

/**
 * The bytes of a field that must be a string or a message.
 * @throws NnError `invalid-encoding` when it is a number
 */
export function asBytes(value: FieldValue): Uint8Array {
  if (typeof value === "number") throw broken("a number stands where a message should");
  return value;
}

/** @throws NnError `invalid-encoding` when it is not a number */
export function asNumber(value: FieldValue): number {
  if (typeof value !== "number") throw broken("a message stands where a number should");
  return value;
}

/**
 * The text of a field. A protobuf string is UTF-8.
 * @throws NnError `invalid-encoding`
 */
export function asText(value: FieldValue): string {
  try {
    // TextDecoder refuses shared memory; a small copy does not matter here.
    return DECODER.decode(asBytes(value).slice());
  } catch (cause) {
    throw cause instanceof NnError ? cause : broken("a name in it is not UTF-8");
  }
}

/** The entry of a `map<string, message>`: a message of the key (field 1) and the value (field 2). */
export function asMapEntry(value: FieldValue): { readonly key: string; readonly value: Uint8Array } {
  let key = "";
  let content = new Uint8Array();
  forEachField(asBytes(value), (field, part) => {
    if (field === 1) key = asText(part);
    if (field === 2) content = asBytes(part) as Uint8Array<ArrayBuffer>;
  });
  return { key, value: content };
}

const DECODER = new TextDecoder("utf-8", { fatal: true });

function broken(what: string): NnError {
  return new NnError("invalid-encoding", `the model is not a well-formed protobuf message: ${what}`);
}
