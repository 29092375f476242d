import { deserialize, serialize } from "node:v8";

/** A frame is its length in four bytes, little-endian, and a message as `node:v8` writes it. */
export const HEAD_BYTES = 4;

export function toFrame(message: unknown): Buffer {
  const body = serialize(message);
  const frame = Buffer.allocUnsafeSlow(HEAD_BYTES + body.length);
  frame.writeUInt32LE(body.length);
  frame.set(body, HEAD_BYTES);
  return frame;
}

/** @param body a buffer of its own: bytes in the message are views of it */
export function fromFrame(body: Buffer): unknown {
  return deserialize(body);
}

/** Puts messages together from what comes over a pipe in pieces of any size. */
export class FrameReader {
  readonly #onMessage: (message: unknown) => void;
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #headFilled = 0;
  #body: Buffer | null = null;
  #bodyFilled = 0;

  constructor(onMessage: (message: unknown) => void) {
    this.#onMessage = onMessage;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#body === null) {
        const part = chunk.subarray(at, at + HEAD_BYTES - this.#headFilled);
        this.#head.set(part, this.#headFilled);
        this.#headFilled += part.length;
        at += part.length;
        if (this.#headFilled < HEAD_BYTES) return;
        this.#body = Buffer.allocUnsafeSlow(this.#head.readUInt32LE());
        this.#headFilled = 0;
        this.#bodyFilled = 0;
      }
      const part = chunk.subarray(at, at + this.#body.length - this.#bodyFilled);
      this.#body.set(part, this.#bodyFilled);
      this.#bodyFilled += part.length;
      at += part.length;
      if (this.#bodyFilled < this.#body.length) return;
      const body = this.#body;
      this.#body = null;
      this.#onMessage(fromFrame(body));
    }
  }
}
